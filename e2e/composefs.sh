#!/bin/bash
# A suite whose ostree has composefs gets its root from it: sid composes, and boots with all rules kept.
# takes: 240 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
. "$root/e2e/lib/boot-checks.sh"

# Signed like any other, but mirrors that are not of today are taken too.
mirror=${DEBOOTC_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | sed -n 1p)}
cp -r "$root/treefiles" "$work/treefiles"
cat >"$work/treefiles/sid.yaml" <<Y
include: minimal.yaml
suite: sid
sources: [{id: debian, uris: "$mirror", suites: sid, components: main, check-valid-until: false}]
Y
debootc compose "$work/treefiles/sid.yaml" --output-dir "$work/out"
boot_and_check latest --output-dir "$work/out"
assert_not "every rule is kept" grep FAILED "$work/checks"
assert_contains "the root is composefs" "$work/checks" "passed composefs overlay of composefs"
