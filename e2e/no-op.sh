#!/bin/bash
# A compose of what was composed before, here or on another machine that shares a remote cache: every step with a key is
# reused and says so, and nobody reads a .deb.
# takes: 105 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

tree=$root/treefiles/tiny.yaml
arch=$(dpkg --print-architecture)
base=compose/tiny/$arch
# Steps of its own; what other scenarios have fetched is not fetched again.
cache=$work/cache
downloads=${XDG_CACHE_HOME:-$HOME/.cache}/debootc
mkdir -p "$cache" "$downloads/debs" "$downloads/indexes"
ln -s "$downloads/debs" "$downloads/indexes" "$cache"
compose() { debootc compose "$tree" --output-dir "$work/out" --cache-dir "$cache" "$@"; }
# The steps that were, or were not, reused.
steps() {
  python3 -c 'import json,sys
nodes = json.load(open(sys.argv[1]))["nodes"]
print(*sorted(n["node"] for n in nodes if (n["outcome"] == "reused") == (sys.argv[2] == "reused")))' \
    "$work/out/latest/logs/timings.json" "$1"
}
bytes() { (cd "$work/out/latest/$base" && find ostree oci -type f ! -path ostree/summary -exec sha256sum {} + | sort -k 2); }
# What has no key: it only writes this compose's own files.
always="leg metadata plan publish report"

remote=$work/remote
mkdir "$remote"
compose --remote-cache "$remote" >"$work/first"
assert_not "a first compose does not say that nothing changed" grep -e "nothing changed" -e "nothing had to" "$work/first"
first=$(cat "$work/out/latest/COMPOSE_ID")
bytes >"$work/first.sums"

# Whoever reads a .deb now fails.
ln -sfn /dev/null "$cache/debs"
compose >"$work/second" 2>"$work/second.log"
assert_equal "without a lock, every step with a key is reused" "$always" "$(steps made)"
assert_matches "the last screen says so, and from which compose" "$work/second" "nothing changed: reused lock, .*image, .*sbom.* from $first\$"
assert_matches "so do the lines while it runs" "$work/second.log" 'Choose the packages: reused'
bytes >"$work/second.sums"
assert "and the bytes are the same" cmp "$work/first.sums" "$work/second.sums"
"$root/script/node" "$root/cli/src/main.ts" compose "$tree" --output-dir "$work/out" --cache-dir "$cache" >"$work/sources"
assert_equal "the sources of debootc reuse what its bundle has made" "$always" "$(steps made)"

# A machine that has nothing but what the first one has stored.
other=$work/other
mkdir "$other"
ln -s /dev/null "$other/debs"
ln -s "$downloads/indexes" "$other"
assert_equal "everything that was made is stored" "$(ls "$cache/steps/entries")" "$(ls "$remote")"
assert "and is what was put there" debootc cache verify --remote "$remote"
compose --cache-dir "$other" --remote-cache "$remote" --json >"$work/elsewhere"
assert_equal "another machine makes nothing" "$always" "$(steps made)"
assert_not "and has nothing to warn of" grep '"severity":"warning"' "$work/elsewhere"
bytes >"$work/elsewhere.sums"
assert "and the bytes are the same" cmp "$work/first.sums" "$work/elsewhere.sums"

debootc lock "$tree" --lock "$work/tiny.lock.json" --cache-dir "$cache"
compose --lock "$work/tiny.lock.json" --json >"$work/third"
assert_equal "from a lock, every step with a key is reused" "$always" "$(steps made)"
assert_equal "each is told as an event" "$(steps reused | wc -w)" "$(grep -c '"state":"reused"' "$work/third")"

ln -sfn "$downloads/debs" "$cache/debs"
# That from scratch nothing is reused, reproducible.sh proves.
compose --lock "$work/tiny.lock.json" --image-compression gzip --skip lint,report
assert_equal "another image gets a version of its own, on the same root" "lock packages root" "$(steps reused)"

# A fork on the first machine: it makes a commit and an image of its own from what is there.
sed 's,^ref:.*,ref: fork/tiny,' "$tree" >"$work/fork.yaml"
# An image shares its blobs with the layers that it is made of, so the number of their names is not compared.
state() {
  find "$cache/steps" "$remote" ! -path '*/leases*' ! -path '*/staging*' -printf '%P %y %m %s %T@\n' | sort
  find "$cache/steps/entries" "$remote" -type f -print0 | sort -z | xargs -0 sha256sum
}
state >"$work/before"
debootc compose "$work/fork.yaml" --untrusted --cache-dir "$cache" --remote-cache "$remote" --output-dir "$work/fork" --json >"$work/forked"
assert_equal "untrusted work reads what others have made" '"Build the root"' \
  "$(grep '"state":"reused"' "$work/forked" | grep -o '"Build the root"')"
assert "makes the rest" test -s "$work/fork/latest/compose/fork/$arch/oci/index.json"
state >"$work/after"
assert "and leaves the caches of others as they were" cmp "$work/before" "$work/after"
assert_equal "of its own nothing stays" "" "$(find "$work/fork" -name own-cache)"
