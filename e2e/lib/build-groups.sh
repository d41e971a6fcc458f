#!/bin/bash
# dead_build_groups: the control groups of builds whose worker is no more. Those of other builds on this machine are alive.
dead_build_groups() {
  local group pid
  while read -r group; do
    pid=${group##*/debootc-build.}
    kill -0 "${pid%%.*}" 2>/dev/null || echo "$group"
  done < <(find /sys/fs/cgroup -maxdepth 8 -type d -name 'debootc-build.*' 2>/dev/null)
}
