#!/bin/bash
# enter-root.sh ROOT TARGET... -- PROGRAM ARGUMENT...: runs the program that makes a sandbox with ROOT as its root.
#
# Not when a way to a TARGET in it leads over a link, with exit status 43: bwrap makes missing mount points before it
# leaves the host, and follows links there. With /etc/hosts -> /oldroot/etc/FILE in a root, it makes FILE on the host.
#
# Descriptors above 3 that whoever started debootc left open are closed: a directory of the host among them would be a
# way out.
set -euo pipefail
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

close_on_exec=02000000 # O_CLOEXEC, as fdinfo tells it: closed anyway, as is that of this script itself
for file in /proc/self/fdinfo/*; do
  descriptor=${file##*/}
  # That of the listing itself is gone by now.
  [ "$descriptor" -gt 3 ] && [ -e "$file" ] || continue
  flags=$(<"$file")
  flags=${flags#*flags:}
  flags=${flags%%mnt_id:*}
  if ((($flags & close_on_exec) == 0)); then eval "exec $descriptor>&-"; fi
done
exec "$@"
