#!/bin/sh
# What `bootc install` asks of bootupd, done with the boot loader of debootc: see docs/adr/0014 of debootc. bootc runs it in the
# deployment that it has just made, with the physical root at /sysroot and its /boot at /boot:
#   bootupctl backend install --write-uuid [--update-firmware --auto] --filesystem /sysroot /
set -eu

components=/usr/lib/efi
updates=/usr/lib/bootupd/updates
# EFI system partition: of a GUID partition table, and of an MBR.
esp_types='c12a7328-f81f-11d2-ba4b-00a0c93ec93b|0xef'

main() {
  if [ "${1-} ${2-}" != "backend install" ]; then
    usage >&2
    exit 2
  fi
  shift 2
  read_options "$@"
  physical=${filesystem:-$target}
  boot=${target%/}/boot
  device=$(device_of "$physical")
  [ "$(device_of "$boot")" = "$device" ] ||
    refuse "$boot is a file system of its own, and this GRUB looks for kernels and menu on the root: install without a boot partition"
  uuid=$(blkid --match-tag UUID --output value "$device")
  if [ -d "$physical/ostree/repo" ]; then
    set_up_ostree
    configuration=$updates/grub.cfg
  else
    configuration=$updates/grub-bls.cfg
    [ -e "$configuration" ] ||
      refuse "the GRUB of this tree cannot read the boot entries of bootc's composefs backend: install with --bootloader systemd, or from a tree of forky or later"
    # bootc looks for menu entries of unified kernel images in this directory, by this name, before each upgrade.
    mkdir -p "$boot/grub2"
  fi
  fill_esp
}

usage() {
  echo "usage: bootupctl backend install [--write-uuid] [--update-firmware] [--auto] [--filesystem PATH] [--device DEVICE] ROOT"
  echo "This is debootc's stand-in for bootupd. It installs GRUB for UEFI, and updates nothing."
}

# Sets $target and $filesystem. The UUID is always written, and the firmware finds GRUB without an entry of its own.
read_options() {
  target= filesystem=
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) usage && exit 0 ;;
      --write-uuid | --with-static-configs | --update-firmware | --auto | -v*) ;;
      --filesystem) filesystem=${2-} && shift ;;
      --device) shift ;;
      -*) refuse "there is no option $1" ;;
      *) target=$1 ;;
    esac
    shift
  done
  [ -n "$target" ] || refuse "no root is given"
}

# The last mount is the one that is seen.
device_of() {
  findmnt --noheadings --nofsroot --output SOURCE --target "$1" | tail -n 1
}

# New boot entries are on trial, and ostree keeps the menu that GRUB reads (docs/fallback.md).
set_up_ostree() {
  mkdir -p "$boot/grub" "$boot/syslinux"
  cp "$updates/grubenv" "$boot/grub/grubenv"
  for entry in "$boot"/loader/entries/*.conf; do add_trial_arguments "$entry"; done
  ostree config --repo="$physical/ostree/repo" set sysroot.bootloader syslinux
  ln -sfn ../loader/syslinux.cfg "$boot/syslinux/syslinux.cfg"
  write_menu >"$boot/loader/syslinux.cfg"
}

add_trial_arguments() {
  options=$(value options "$1")
  while read -r argument; do
    case " $options " in
      *" $argument "*) ;;
      *) options="$options $argument" ;;
    esac
  done <"$updates/trial-arguments"
  replaced=$1.new
  while IFS= read -r line; do
    case $line in
      "options "*) printf 'options %s\n' "$options" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <"$1" >"$replaced"
  mv "$replaced" "$1"
}

# In the form of ostree's syslinux backend. Without TIMEOUT, GRUB makes no menu of it.
write_menu() {
  printf 'TIMEOUT 30\n'
  default=yes
  # The newest has the highest number.
  for entry in $(printf '%s\n' "$boot"/loader/entries/*.conf | sort --reverse); do
    title=$(value title "$entry")
    if [ -n "$default" ]; then printf 'DEFAULT %s\n' "$title"; fi
    default=
    printf 'LABEL %s\n' "$title"
    printf '\tKERNEL %s\n' "$(in_root "$(value linux "$entry")")"
    printf '\tINITRD %s\n' "$(in_root "$(value initrd "$entry")")"
    printf '\tAPPEND %s\n' "$(value options "$entry")"
  done
}

# value KEY FILE: of a boot entry.
value() {
  sed -n "s/^$1  *//p" "$2"
}

# Entries name their files in /boot, or in the root if ostree's sysroot.bootprefix is on.
in_root() {
  case $1 in
    /boot/*) echo "$1" ;;
    *) echo "/boot$1" ;;
  esac
}

fill_esp() {
  esp=$boot/efi
  mkdir -p "$esp"
  if ! mountpoint --quiet "$esp"; then
    partition=$(esp_of "$device")
    [ -n "$partition" ] || refuse "the disk of $device has no EFI system partition"
    trap 'umount "$esp"' EXIT
    mount -t vfat "$partition" "$esp"
  fi
  for directory in "$components"/*/*/EFI; do cp -R "$directory" "$esp/"; done
  mkdir -p "$esp/EFI/debian"
  sed "s/@ROOT_UUID@/$uuid/" "$configuration" >"$esp/EFI/debian/grub.cfg"
  sync --file-system "$esp/EFI/debian/grub.cfg"
}

# The first one on the disk of a device.
esp_of() {
  disk=$(lsblk --noheadings --inverse --paths --list --output NAME "$1" | tail -n 1)
  lsblk --noheadings --paths --list --output NAME,PARTTYPE "$disk" |
    awk -v types="^($esp_types)\$" '$2 ~ types { print $1; exit }'
}

refuse() {
  echo "bootupctl: $1" >&2
  exit 1
}

main "$@"
