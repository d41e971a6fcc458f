#!/bin/sh
# with-secret-keys.sh FINGERPRINT... -- PROGRAM ARGUMENT...: imports the secret keys from standard input into the keyring
# of GNUPGHOME, which is in memory, and runs the program with it. Exit status 40: a key cannot be imported; 41: the key
# named on the last line of standard output cannot sign. It asks nobody for a passphrase.
set -eu
printf 'batch\nno-tty\npinentry-mode error\n' >"$GNUPGHOME/gpg.conf"
gpg --quiet --import || exit 40
while [ "$1" != -- ]; do
  gpg --quiet --local-user "$1" --output /dev/null --detach-sign </dev/null || {
    echo "$1"
    exit 41
  }
  shift
done
shift
exec "$@"
