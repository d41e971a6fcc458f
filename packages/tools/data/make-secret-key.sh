#!/bin/sh
# Makes an OpenPGP key that can sign and writes its secret part to standard output.
# usage: make-secret-key.sh NAME DAYS         (DAYS: how long it is valid)
set -eu
gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key "$1" ed25519 sign "${2}d" >&2
gpg --batch --quiet --armor --export-secret-keys
