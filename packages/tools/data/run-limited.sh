#!/bin/bash
# run-limited.sh OWNER GROUP-FILE... -- PROGRAM ARGUMENT...: joins the control groups, then becomes the program.
#
# Both its streams become one pipe, in the order in which they are written. The pipe belongs to OWNER (uid:gid), since a
# program may open /dev/stdout again: the stream that debootc provides is a socket, which cannot be opened.
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
