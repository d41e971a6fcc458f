#!/bin/bash
# Packages that a treefile brings as source: built before the image is, preferred by apt, reused while nothing changes.
# takes: 160 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
arch=$(dpkg --print-architecture)

# source_package NAME TEXT BUILD-DEPENDS [FIELD]: a native package that installs TEXT as /usr/share/NAME/data.
source_package() {
  local directory=$work/system/$1
  mkdir -p "$directory/debian/source"
  printf '%s (2.0) unstable; urgency=low\n\n  * First.\n\n -- Nobody <nobody@example.org>  Sat, 01 Jan 2022 00:00:00 +0000\n' \
    "$1" >"$directory/debian/changelog"
  printf '3.0 (native)\n' >"$directory/debian/source/format"
  printf '#!/usr/bin/make -f\n%%:\n\tdh $@\n' >"$directory/debian/rules"
  chmod +x "$directory/debian/rules"
  printf 'Source: %s\nMaintainer: Nobody <nobody@example.org>\nBuild-Depends: debhelper-compat (= 13)%s\nStandards-Version: 4.7.0\n\nPackage: %s\nArchitecture: all\nDescription: of a treefile\n Nothing more.\n%s' \
    "$1" "$3" "$1" "${4:-}" >"$directory/debian/control"
  printf '%s\n' "$2" >"$directory/data"
  printf 'data usr/share/%s\n' "$1" >"$directory/debian/install"
}
# contained PATH: a file of the image.
contained() {
  ostree --repo="$work/out/latest/compose/system/$arch/ostree" cat test/system "$1"
}

mkdir "$work/system"
source_package agent-data "of the data" ""
source_package agent "of the agent" ", agent-data" "Depends: agent-data"$'\n'
cat >"$work/system/system.yaml" <<END
include: $root/treefiles/tiny.yaml
ref: test/system
packages: [agent]
source-packages: [./agent/, ./agent-data/]
END
cp "$root/treefiles/tiny.yaml" "$work/system/tiny.yaml"
sed -i 's#^include:.*#include: tiny.yaml#' "$work/system/system.yaml"

compose() { debootc compose "$work/system/system.yaml" --output-dir "$work/out" "$@" >"$work/said" 2>&1 || { cat "$work/said"; return 1; }; }

assert "a treefile with source packages is composed" compose
assert_equal "what was asked for is in the image" "of the agent" "$(contained /usr/share/agent/data)"
assert_equal "and what it depends on" "of the data" "$(contained /usr/share/agent-data/data)"
assert_matches "the lock names their source" "$work/out/latest/compose/system/$arch/lock.json" '"sourceId": *"source-packages"'
assert "each has a result directory in the compose" test -s "$work/out/latest/compose/system/$arch/source-packages/agent_2.0_$arch/result.json"
assert_matches "packages.json lists them" "$work/out/latest/compose/metadata/packages.json" '"agent-data"'
assert_matches "the report says that they were built here" "$work/out/latest/report.html" '>agent<.*built here<'

assert "it is composed again" compose
assert_matches "with nothing built" "$work/said" "Build the source packages: reused"

assert "it can be locked" debootc lock "$work/system/system.yaml"
assert "and composed from the lock" compose
assert_matches "with nothing built" "$work/said" "Build the source packages: reused"
echo "changed" >"$work/system/agent/data"
assert_status "a source that changed makes the lock stale" 5 debootc compose "$work/system/system.yaml" --output-dir "$work/out" >"$work/said" 2>&1
assert_matches "which is said" "$work/said" "source-packages: agent 2.0 of the lock is now built as 2.0, with different bytes"
rm "$work/system/system.yaml.lock.json" 2>/dev/null || rm "$work/system"/*.lock.json
assert "without the lock it is composed" compose
assert_equal "with the change" changed "$(contained /usr/share/agent/data)"

printf '%%:\n\tfalse\n' >"$work/system/agent/debian/rules"
assert_status "one that does not build ends the compose with 10" 10 debootc compose "$work/system/system.yaml" --output-dir "$work/out" >"$work/said" 2>&1
assert_matches "at its place in the treefile" "$work/said" "system.yaml:4:"
