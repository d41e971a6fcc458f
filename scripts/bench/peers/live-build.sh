#!/bin/bash
# live-build.sh PACKAGES MIRROR SECURITY: a live system, which starts from an ISO image with its root as a squashfs.
set -euo pipefail
packages=$1 mirror=$2 security=$3
mkdir -p out
lb clean
lb config --distribution trixie --archive-areas main --apt-recommends false --debian-installer none --memtest none \
  --mirror-bootstrap "$mirror" --mirror-chroot "$mirror" --mirror-chroot-security "$security" --mirror-binary "$mirror" \
  --mirror-binary-security "$security" --linux-flavours cloud-amd64 --firmware-chroot false \
  --binary-images iso-hybrid --checksums none
mkdir -p config/package-lists
tr , '\n' <<<"$packages" >config/package-lists/minimal.list.chroot
lb build
mv live-image-*.iso out/minimal.iso
