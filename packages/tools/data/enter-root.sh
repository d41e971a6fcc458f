#!/bin/bash
# enter-root.sh [--keep=DESCRIPTOR] ROOT TARGET... -- PROGRAM ARGUMENT...: runs the program that makes a sandbox with ROOT as its root.
#
# Refuses, with exit status 43, a root in which the path to a TARGET goes through a link: bwrap makes missing mount points
# before it leaves the host, and follows links there. With /etc/hosts -> /oldroot/etc/FILE, it makes FILE on the host.
#
# Closes descriptors above 3 that whoever started debootc left open: a directory of the host among them would be a way
# out. One of them can be kept: the sandboxed program gets it.
set -euo pipefail
keep=
if [ "${1#--keep=}" != "$1" ]; then
  keep=${1#--keep=}
  shift
fi
root=$1
shift
while [ "$1" != -- ]; do
  way=$1
  while [ "$way" != "" ]; do
    if [ -L "$root$way" ]; then
      echo "enter-root: $way is a link, where a directory or file of its own must be" >&2
      exit 43
    fi
    way=${way%/*}
  done
  shift
done
shift

close_on_exec=02000000 # O_CLOEXEC, as fdinfo shows it: closed anyway, as is the one of this script itself
for file in /proc/self/fdinfo/*; do
  descriptor=${file##*/}
  # The descriptor of the listing itself is gone by now.
  [ "$descriptor" -gt 3 ] && [ "$descriptor" != "$keep" ] && [ -e "$file" ] || continue
  flags=$(<"$file")
  flags=${flags#*flags:}
  flags=${flags%%mnt_id:*}
  if ((($flags & close_on_exec) == 0)); then eval "exec $descriptor>&-"; fi
done
exec "$@"
