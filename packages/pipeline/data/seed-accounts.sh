#!/bin/sh
# Adds the seeded accounts to the root in $1, after base-passwd has made its files and before any package
# that would take ids as they come is configured. passwd and group are next to this script.
set -eu
here=$(dirname "$0")
cat "$here/group" >>"$1/etc/group"
if [ -e "$1/etc/shadow" ]; then
    cat "$here/passwd" >>"$1/etc/passwd"
    cat "$here/shadow" >>"$1/etc/shadow"
    cat "$here/gshadow" >>"$1/etc/gshadow"
else
    # Without shadow files, an `x` would become a password when they are created.
    sed 's/^\([^:]*\):x:/\1:*:/' "$here/passwd" >>"$1/etc/passwd"
fi
