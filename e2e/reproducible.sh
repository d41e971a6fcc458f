#!/bin/bash
# The same lock composed from scratch twice, in two directories, at two times: equal bytes.
# takes: 150 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

minimal_lock
for run in one "two/with a space"; do
  mkdir -p "$work/$run"
  (cd "$work/$run" && debootc compose "$root/treefiles/minimal.yaml" --no-cache --lock "$minimal_lock" --output-dir here)
done
digests() {
  python3 -c 'import json,sys; c=json.load(open(sys.argv[1])); print(c["commit"]["checksum"], c["image"]["manifestDigest"])' \
    "$1/here/latest/compose/metadata/compose.json"
}
assert_equal "commit and image digests are equal" "$(digests "$work/one")" "$(digests "$work/two/with a space")"
debootc compose "$root/treefiles/minimal.yaml" --lock "$minimal_lock" --output-dir "$work/cached/here"
assert_equal "and equal to those of a compose with the cache" "$(digests "$work/one")" "$(digests "$work/cached")"
