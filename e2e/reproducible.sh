#!/bin/bash
# The same lock composed twice, in two directories, at two times, with the cache and from scratch: equal bytes, also where
# the cache had only the packages and the initramfs.
# takes: 110 s
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

# The lock that scenarios share; a treefile with another file than theirs, so that its root is in no cache.
minimal_compose
mkdir "$work/with a space"
cp -r "$root/treefiles" "$work/treefiles"
cd "$work/treefiles"
# composed CONTENT OPTION...: composes minimal with one file more, from somewhere else.
composed() {
  echo "$1 of $work" >files/more
  (cd "$work/with a space" && debootc compose "$work/treefiles/more.yaml" --lock "$minimal_lock" "${@:2}")
}
printf 'include: minimal.yaml\nadd-files: [[files/more, /usr/share/more]]\n' >more.yaml
# Its initramfs may have been pruned since the root was made that scenarios share.
composed one --output-dir first --phase gather,build
composed two --output-dir cached
cached="$work/with a space/cached/latest"
assert_contains "a root with another file takes the initramfs of the one before" "$cached/logs/root.log" "is one that dracut made of the same"
composed two --output-dir here --no-cache >"$work/said"
digests() {
  python3 -c 'import json,sys; c=json.load(open(sys.argv[1]))["legs"][0]; print(c["commit"]["checksum"], c["image"]["manifestDigest"])' \
    "$1/compose/metadata/compose.json"
}
scratch="$work/with a space/here/latest"
assert_not "from scratch, dracut runs" grep -q "is one that dracut made of the same" "$scratch/logs/root.log"
assert_equal "commit and image digests are equal to those of a compose with the cache" "$(digests "$cached")" "$(digests "$scratch")"
reused() {
  python3 -c 'import json,sys
print(*sorted(n["node"] for n in json.load(open(sys.argv[1]))["nodes"] if n["outcome"] == "reused"))' "$1/logs/timings.json"
}
assert_equal "from scratch, nothing is reused but the lock and verified packages" "lock packages" "$(reused "$scratch")"
assert_not "and it does not say that nothing changed" grep "nothing changed" "$work/said"
