#!/bin/sh
# Installs the running system on a disk in the steps of `bootc install to-disk`, ostree backend, bootc 1.16, with its calls of
# bootupd; only the content comes from the system's own repository instead of an image.
set -eu
disk=$1

sfdisk --wipe=always "$disk" <<T
label: gpt
size=1MiB, bootable, type=21686148-6449-6E6F-744E-656564454649, name="BIOS-BOOT"
size=512MiB, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name="EFI-SYSTEM"
type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, name="root"
T
udevadm settle
mkfs.ext4 -q -L root -O verity "${disk}3"
uuid=$(blkid --match-tag UUID --output value "${disk}3")
physical=/run/bootc/mounts/rootfs
mkdir -p "$physical"
mount "${disk}3" "$physical"
mkdir "$physical/boot"
mkfs.fat "${disk}2" -n EFI-SYSTEM
mkdir "$physical/boot/efi"

ostree admin init-fs --modern "$physical"
repo=$physical/ostree/repo
for setting in "bootloader none" "bootprefix true" "readonly true"; do
  ostree config --repo="$repo" set "sysroot.${setting% *}" "${setting#* }"
done
ostree admin os-init --sysroot="$physical" default
checksum=$(ostree admin status | sed -n 's/^\* [^ ]* \([0-9a-f]*\).*/\1/p')
ostree pull-local --repo="$repo" /ostree/repo "$checksum"
kargs=$(sed -n 's/^kargs = \[\(.*\)\]$/\1/p' /usr/lib/bootc/install/*.toml /usr/lib/bootc/kargs.d/*.toml | tr -d '",')
options=
for argument in "root=UUID=$uuid" rw $kargs; do options="$options --karg-append=$argument"; done
ostree admin deploy --sysroot="$physical" --os=default $options "$checksum"

# As its ChrootCmd does it.
deployment=$physical/ostree/deploy/default/deploy/$checksum.0
in_deployment() {
  unshare --mount --propagation private sh -euc '
    root=$1 physical=$2
    shift 2
    mount --rbind "$root" "$root"
    mount -t proc proc "$root/proc"
    for name in dev sys run; do mount --rbind "/$name" "$root/$name"; done
    mount --bind "$physical/boot" "$root/boot"
    mount --rbind "$physical" "$root/sysroot"
    exec chroot "$root" env --ignore-environment PATH=/bin:/usr/bin:/sbin:/usr/sbin:/usr/local/bin:/usr/local/sbin "$@"
  ' sh "$deployment" "$physical" "$@"
}
in_deployment bootupctl backend install --help | grep -- --filesystem >/dev/null
in_deployment bootupctl backend install --write-uuid --update-firmware --auto --filesystem /sysroot /
umount "$physical"
