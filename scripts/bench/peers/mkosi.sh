#!/bin/bash
# mkosi.sh PACKAGES MIRROR SECURITY: a disk with a unified kernel image and systemd-boot, as mkosi makes it by default.
set -euo pipefail
packages=$1 mirror=$2 security=$3
mkdir -p cache packages out mkosi.sandbox/etc/apt/sources.list.d
# Without this file mkosi also wants the archive of debug symbols, which few mirrors have.
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n\n' \
  "$mirror" "trixie trixie-updates" "$security" trixie-security >mkosi.sandbox/etc/apt/sources.list.d/mkosi.sources
cat >mkosi.conf <<C
[Distribution]
Distribution=debian
Release=trixie
[Output]
Format=disk
OutputDirectory=out
Output=minimal
Seed=0e9a6fe0-68f6-408c-bbeb-136054d20445
[Content]
Bootable=yes
Bootloader=systemd-boot
SourceDateEpoch=$SOURCE_DATE_EPOCH
Packages=$packages,systemd-boot
[Build]
Incremental=yes
CacheDirectory=cache
PackageCacheDirectory=packages
C
mkosi --force build
