#!/bin/sh
# Gives each named account the password that this machine was given for it, as a hash of crypt(5) in the credential
# passwd.hashed-password.NAME. An account that has a password keeps it.
set -eu

status=0
for name in "$@"; do
  file=${CREDENTIALS_DIRECTORY:-/nonexistent}/passwd.hashed-password.$name
  [ -s "$file" ] || continue
  case "$(getent shadow "$name" | cut -d: -f2)" in
    '' | '*' | '!' | '!*') ;;
    *) echo "$name has a password already, which stays" && continue ;;
  esac
  hash=
  IFS= read -r hash <"$file" || true
  case "$hash" in
    *:*) hash= ;;
    '$'?*'$'?*) ;;
    *) hash= ;;
  esac
  if [ -z "$hash" ]; then
    echo "the credential of $name is not a hash of crypt(5), as \`mkpasswd\` prints it: the account stays without a password" >&2
    status=1
    continue
  fi
  # By standard input: arguments are for everyone to read.
  printf '%s:%s\n' "$name" "$hash" | chpasswd --encrypted
  echo "$name has got its password"
done
exit "$status"
