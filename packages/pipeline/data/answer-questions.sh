#!/bin/sh
# Answers debconf's questions in the root in $1 once the essential packages are unpacked, before anything is configured.
# `answers` is next to this script, in the format of debconf-set-selections(1).
set -eu
mkdir -p "$1/var/cache/debconf"
chroot "$1" debconf-set-selections <"$(dirname "$0")/answers"
