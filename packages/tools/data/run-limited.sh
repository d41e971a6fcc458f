#!/bin/bash
# run-limited.sh OWNER GROUP-FILE... -- PROGRAM ARGUMENT...: joins the control groups, then becomes the program.
#
# Both its streams become one pipe, in the order in which they are written. It belongs to OWNER (uid:gid), for a program
# may open /dev/stdout again: the stream that debootc gives is a socket, which nobody can open.
set -euo pipefail
owner=$1
shift
exec > >(exec cat) 2>&1
chown "$owner" /proc/self/fd/1
while [ "$1" != -- ]; do
  echo $$ >"$1"
  shift
done
shift
exec "$@"
