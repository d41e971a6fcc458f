#!/bin/bash
# enter-toolbox.sh TOOLBOX PLACE COMMAND...: runs a command in the root TOOLBOX, with PLACE as /work and the working directory.
# Its mounts and processes end with it.
set -euo pipefail
# shellcheck disable=SC2016 # expanded by the inner shell
exec unshare --mount --pid --ipc --fork --kill-child sh -euc 'toolbox=$1 place=$2; shift 2
  mount --make-rprivate /
  mount --bind "$toolbox" "$toolbox"
  cd "$toolbox"
  mkdir -p work
  mount --bind "$place" work
  mount -t proc proc proc; mount --rbind /sys sys; mount --rbind /dev dev; mount -t tmpfs run run; mount -t tmpfs tmp tmp
  # A link in it would lead out of the toolbox.
  rm -f etc/resolv.conf; cat /etc/resolv.conf >etc/resolv.conf; cat /etc/hosts >etc/hosts
  pivot_root . mnt
  umount -l mnt
  cd /work
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH" "$@"' sh "$@"
