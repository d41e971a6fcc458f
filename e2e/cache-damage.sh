#!/bin/bash
# Damage below the cache: noticed before anything is taken from it, said in one line, made again to the same bytes.
# takes: 80 s, 250 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

tree=$root/treefiles/tiny.yaml
arch=$(dpkg --print-architecture)
cache=$work/cache
entries=$cache/steps/entries
downloads=${XDG_CACHE_HOME:-$HOME/.cache}/debootc
mkdir -p "$cache" "$downloads/debs" "$downloads/indexes"
ln -s "$downloads/debs" "$downloads/indexes" "$cache"
compose() { debootc compose "$tree" --lock "$tiny_lock" --output-dir "$work/out" --cache-dir "$cache" "$@"; }
bytes() { (cd "$work/out/latest/compose/tiny/$arch" && find ostree oci -type f ! -path ostree/summary -exec sha256sum {} + | sort -k 2); }
# The largest regular file of an entry: a program of the root, an object, a blob, a listing.
largest() { find "$1/content" -type f -printf '%s %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-; }

flip() {
  python3 - "$(largest "$1")" <<'P'
import os, sys
path = sys.argv[1]
times = os.stat(path)
with open(path, "r+b") as file:
    file.seek(times.st_size // 2)
    byte = file.read(1)
    file.seek(-1, 1)
    file.write(bytes([byte[0] ^ 1]))
os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
P
}
mode() { chmod o+w "$(largest "$1")"; }
more() { echo more >"$(dirname "$(largest "$1")")/more"; }
less() { rm -- "$(largest "$1")"; }
record() {
  local file=$1/content/record.json
  [ -e "$file" ] || file=$(largest "$1")
  truncate --size=10 "$file"
}

tiny_lock
compose >"$work/clean"
bytes >"$work/clean.sums"
kinds=$(ls "$entries")
assert_equal "a compose keeps entries of these kinds" "commit image layer layers lint packages root sbom" "$(echo $kinds)"

# either ENTRY: flips a bit of one kind of entry and cuts the record of the next, so that each way meets some.
either() {
  case $1 in
    */root/* | */image/* | */layer/* | */sbom/*) flip "$1" ;;
    *) record "$1" ;;
  esac
}

# That each way is noticed in any entry, prove-entry.test.ts proves as well.
ways=either
[ -z "${DEBOOTC_TEST_FULL:-}" ] || ways="flip mode more less record"
for way in $ways; do
  for kind in $kinds; do
    for entry in "$entries/$kind"/*; do "$way" "$entry"; done
  done
  compose --json >"$work/$way"
  bytes >"$work/$way.sums"
  assert "after every entry met $way, the compose gives the clean bytes" cmp "$work/clean.sums" "$work/$way.sums"
  for kind in root packages commit image; do
    assert_matches "$way: $kind is reported in one line" "$work/$way" "\"cache-entry-damaged\".*cache entry $kind sha256:"
  done
done

assert "the repository that was published last is sound" \
  ostree fsck --quiet --repo="$work/out/latest/compose/tiny/$arch/ostree"

# All of the cache at once, without a compose.
flip "$(printf '%s\n' "$entries"/root/* | sed -n 1p)"
assert_status "cache verify finds it" 8 debootc cache verify --cache-dir "$cache"
debootc doctor --fix --output-dir "$work/out" --cache-dir "$cache" >"$work/doctor"
assert_matches "doctor --fix removes it" "$work/doctor" "cache entry root sha256:.*removed"
assert "and what stays is sound" debootc cache verify --cache-dir "$cache"

# A tool that writes into one compose in place changes that one alone.
first=$(readlink -f "$work/out/latest")
compose >/dev/null
blob=$(find "$first/compose/tiny/$arch/oci/blobs" -type f -size +100k -print -quit)
truncate --size=1 "$blob"
bytes >"$work/apart.sums"
assert "what is written into one compose is in no other" cmp "$work/clean.sums" "$work/apart.sums"
assert_equal "and no published file has a second name" "" "$(find "$work/out" -type f -links +1 -path '*/blobs/*' -print -quit)"

only_in_full_run "one kind of entry damaged alone, with all others sound beside it"
for kind in $kinds; do
  for entry in "$entries/$kind"/*; do flip "$entry"; done
  compose >"$work/$kind"
  bytes >"$work/$kind.sums"
  assert "after one bit of each $kind flipped, the compose gives the clean bytes" cmp "$work/clean.sums" "$work/$kind.sums"
done
