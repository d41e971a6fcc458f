#!/bin/bash
# enter-group.sh GROUP-FILE... -- PROGRAM ARGUMENT...: joins the control groups, then becomes the program.
set -euo pipefail
while [ "$1" != -- ]; do
  echo $$ >"$1"
  shift
done
shift
exec "$@"
