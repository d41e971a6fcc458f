#!/bin/bash
# Surroundings that are against a compose: each ends as documented, and leaves nothing.
# takes: 75 s, 100 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "a read-only mount is made"

cp -r "$root/treefiles" "$work/treefiles"
treefile=$work/treefiles/tiny.yaml
tiny_lock
compose=(compose "$treefile" --lock "$tiny_lock")
digests() { python3 -c 'import json,sys; c=json.load(open(sys.argv[1]))["legs"][0]; print(c["commit"]["checksum"], c["image"]["manifestDigest"])' "$1/compose/metadata/compose.json"; }
debootc "${compose[@]}" --output-dir "$work/wanted"
wanted=$(digests "$work/wanted/latest")

mkdir "$work/read-only"
mount --bind "$work/read-only" "$work/read-only"
mount -o remount,bind,ro "$work/read-only"
unmount() { ! mountpoint --quiet "$work/read-only" || umount "$work/read-only"; }
at_end unmount
assert_status "an output directory that cannot be written ends with 70" 70 debootc "${compose[@]}" --output-dir "$work/read-only/out"
assert_status "so does a cache directory" 70 debootc "${compose[@]}" --output-dir "$work/out-ro" --cache-dir "$work/read-only/cache"
unmount

"$root/bin/debootc" "${compose[@]}" --no-cache --output-dir "$work/cancelled" >"$work/cancelled.log" 2>&1 &
pid=$!
# What the root is at is told every few seconds only: a fast machine never says that it unpacks.
until grep -q 'Build the root \.\.\.' "$work/cancelled.log"; do
  kill -0 "$pid" || { cat "$work/cancelled.log"; fail "it ended before its root was begun"; }
  sleep 0.1
done
sleep 1
kill -INT "$pid"
status=0
wait "$pid" || status=$?
assert_equal "a cancelled compose ends with 130" 130 "$status"
assert_equal "and is TERMINATED" TERMINATED "$(cat "$work"/cancelled/*/STATUS)"
assert_not "and publishes nothing" test -e "$work/cancelled/latest"
assert_no_leaks "and leaves no process or mount"

mkdir "$work/a 'quoted' place"
cp -r "$root/treefiles" "$work/a 'quoted' place/tree files"
bare=(env -i PATH="$PATH" HOME="$HOME" ${DEBOOTC_MIRROR:+DEBOOTC_MIRROR="$DEBOOTC_MIRROR"})
# elsewhere NAME COMMAND...: composes from scratch in a place with blanks and quotes, in the surroundings that the command makes.
elsewhere() {
  local place="$work/a 'quoted' place"
  "${@:2}" "$root/bin/debootc" compose "$place/tree files/tiny.yaml" --lock "$tiny_lock" --no-cache "${unjudged[@]}" \
    --output-dir "$place/$1" --cache-dir "$place/cache"
  digests "$place/$1/latest" >"$work/digests-$1"
}
# By default all of it is tried in one compose, with a locale that is not there for none.
if [ -n "${DEBOOTC_TEST_FULL:-}" ]; then
  elsewhere bare "${bare[@]}"
  assert_equal "blanks and quotes in paths, no locale and an empty environment change nothing" "$wanted" "$(cat "$work/digests-bare")"
fi
assert_status "a double quote, which apt cannot read, is refused" 2 debootc "${compose[@]}" --output-dir "$work/a\"b"

far=("${bare[@]}" LC_ALL=tr_TR.UTF-8 TZ=Pacific/Kiritimati)
if command -v faketime >/dev/null; then
  assert_status "a clock years behind is refused as untrusted" 9 faketime '2020-01-01 00:00:00' "$root/bin/debootc" "${compose[@]}" --output-dir "$work/behind"
  assert_not "and nothing is published" test -e "$work/behind/latest"
  far+=(faketime '2033-01-01 00:00:00')
else
  say "skip - a clock far off: faketime is not installed"
fi
elsewhere far "${far[@]}"
assert_equal "blanks and quotes in paths, an empty environment, a clock years ahead, a locale that is not there and a time zone far away change nothing that is built from a lock" \
  "$wanted" "$(cat "$work/digests-far")"

# A mirror that answers the first questions and then is gone.
. "$root/e2e/lib/vendor.sh"
vendor_package leaf 1
vendor_publish
vendor_serve 3
cat >"$work/treefiles/vanishing.yaml" <<Y
include: tiny.yaml
sources:
  - {id: vendor, uris: 'http://127.0.0.1:$vendor_port', suites: ./, signed-by: ../keys/vendor.asc}
packages: [leaf]
Y
assert_status "a mirror that vanishes in the middle ends with 32" 32 debootc compose "$work/treefiles/vanishing.yaml" --output-dir "$work/vanishing"
assert_equal "and the compose is DOOMED" DOOMED "$(cat "$work"/vanishing/*/STATUS)"
assert_equal "without a rest of its work" "" "$(ls -d "$work"/vanishing/*/work 2>/dev/null)"
