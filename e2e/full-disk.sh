#!/bin/bash
# A disk that is full in the middle: the right exit status, nothing published, and the next run goes on.
# takes: 35 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "a small file system is mounted"

mkdir "$work/small"
mount -t tmpfs -o size="${SMALL_MIB:-150}m" tmpfs "$work/small"
unmount() { umount "$work/small"; }
at_end unmount
tiny_lock
compose=(compose "$root/treefiles/tiny.yaml" --lock "$tiny_lock" --output-dir "$work/small/out")

for size in 30 90 150; do
  mount -o remount,size=${size}m "$work/small"
  assert_status "a cache on a disk of $size MiB ends with 70" 70 debootc "${compose[@]}" --cache-dir "$work/small/cache"
  assert_not "and publishes nothing" test -e "$work/small/out/latest"
done
assert_equal "no work is left of them" "" "$(ls -d "$work"/small/out/*/work 2>/dev/null)"
mount -o remount,size=600m "$work/small"
assert "with room, the next run goes on" debootc "${compose[@]}" --cache-dir "$work/small/cache"
