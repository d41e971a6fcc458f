#!/bin/bash
# The same lock composed twice, in two directories, at two times, with the cache and from scratch: equal bytes.
# takes: 105 s
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

# The one that scenarios share may be from the cache; the other is from scratch, later, and elsewhere.
minimal_compose
mkdir "$work/with a space"
(cd "$work/with a space" && debootc compose "$root/treefiles/minimal.yaml" --no-cache --lock "$minimal_lock" --output-dir here)
digests() {
  python3 -c 'import json,sys; c=json.load(open(sys.argv[1]))["legs"][0]; print(c["commit"]["checksum"], c["image"]["manifestDigest"])' \
    "$1/compose/metadata/compose.json"
}
scratch="$work/with a space/here/latest"
assert_equal "commit and image digests are equal to those of a compose with the cache" "$(digests "$minimal")" "$(digests "$scratch")"
