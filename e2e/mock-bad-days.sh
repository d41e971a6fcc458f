#!/bin/bash
# Bad days of package builds: a mirror that goes in the middle, ten builds of one package at once, a disk that is full
# while indexes are fetched, layers made and results placed. Each ends as documented and leaves nothing, and the next build goes on.
# takes: 155 s, 170 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/mirror.sh"
. "$root/e2e/lib/tiny-source.sh"
needs_root "small file systems are mounted"
arch=$(dpkg --print-architecture)

# The disk of the cache, which can be made full, and one that is full for results.
small=$work/small
cache=$small/cache
mkdir "$small" "$work/no-room"
mount -t tmpfs -o size=3000m tmpfs "$small"
mount -t tmpfs -o size=12k tmpfs "$work/no-room"
unmount() { umount "$small" "$work/no-room"; }
at_end unmount
mounts_at_start=$(list_mounts)
# room MIB: so much is left on the disk of the cache.
room() { mount -o "remount,size=$(($(df --output=used -m "$small" | tail -n 1) + $1))m" "$small"; }

# A package that is built in no time, with a layer of build dependencies that is none too small.
tiny_source little <<<'true'
sed -i 's/^Standards/Build-Depends: debhelper-compat (= 13)\nStandards/' "$work/little-1.0/debian/control"
(cd "$work" && dpkg-source --build little-1.0)
dsc=$work/little_1.0.dsc
result=little_1.0_$arch

# build RESULTS: its output is $work/said, and in the log.
build() {
  local status=0
  debootc mock-build "$dsc" --mirror "$mirror" --cache-dir "$cache" --result-dir "$1" >"$work/said" 2>&1 || status=$?
  cat "$work/said"
  return "$status"
}
# forget KIND: layers of this kind, or of all with *, are made again.
forget() { find "$cache/steps/entries" -mindepth 1 -maxdepth 1 -name "$1" -exec rm -rf '{}' +; }

# is_clean WHEN: nothing is left of a build, and nothing half made is in the cache.
is_clean() {
  assert_no_leaks "$1 leaves no mount and no process"
  assert_equal "$1 leaves nothing half made" "" "$(ls "$cache/steps/staging")"
  assert_equal "$1 leaves no entry without its record" "" "$(find "$cache/steps/entries" -mindepth 2 -maxdepth 2 ! -exec test -s '{}/entry.json' ';' -print)"
  assert_equal "$1 leaves no half of a package" "" "$(damaged_debs "$cache/debs")"
}
# damaged_debs STORE: packages whose name is not the digest of their bytes.
damaged_debs() {
  [ ! -d "$1" ] || find "$1" -name '*.deb' -exec sha256sum '{}' + | awk '{ name = $2; gsub(".*/|[.]deb$", "", name); if (name != $1) print $2 }'
}
digests() { (cd "$1" && sha256sum ./*.deb); }

# full WHEN MIB STAGE: with so much room the build ends with 70 in the stage.
full() {
  room "$2"
  assert_status "a disk that is full during $1 ends with 70" 70 build "$work/full"
  assert_matches "it fails there: $3" "$work/said" "$3.*: FAILED"
  assert_matches "and says what to do" "$work/said" "[Mm]ake room|[Ff]ree some space|[Ff]ree space"
  assert_not "in words, not by a stack of calls" grep --quiet '^ *at .*[.]ts:' "$work/said"
  is_clean "a disk that is full during $1"
  room 2000
}

mirror_serve
full "the fetching of indexes" 20 "Make a chroot"
mirror_ends
wait "$mirror_server" 2>/dev/null || true

# The mirror gives out its indexes and some packages, and then it is gone.
: >"$work/asked"
mirror_serve 40
assert_status "a mirror that goes in the middle ends with 32" 32 build "$work/first"
assert_matches "it says how many packages are missing" "$work/said" '[0-9]+ of [0-9]+ packages could not be fetched'
assert_contains "and from where, once" "$work/said" "packages from ${mirror%/debian}: "
assert_contains "and that the next run goes on" "$work/said" "Run again to continue where this stopped"
assert_not "no chroot is made of what there is" test -e "$cache/steps/entries/base-root"
is_clean "a mirror that goes"
cp "$work/asked" "$work/asked-first"
: >"$work/asked"
mirror_serve
full "the making of the base root" 350 "Make a chroot"
assert "with the mirror back, and with room, the next build goes on" build "$work/first"
fetched() { grep '\.deb$' "$1" | sort; }
assert "only with what is missing" test "$(comm -12 <(fetched "$work/asked-first") <(fetched "$work/asked") | wc -l)" -le 20
wanted=$(digests "$work/first/$result")

forget dependency-layer
full "the installation of build dependencies" 15 "Install the build dependencies"
assert_status "a disk that is full for results ends with 70" 70 build "$work/no-room/results"
assert_contains "and names them" "$work/said" "cannot write $work/no-room/results/$result"
assert_equal "no half of a result is left" "" "$(find "$work/no-room/results" -mindepth 1)"
is_clean "a disk that is full for results"
assert "with room, the same build goes on" build "$work/full"
assert_matches "in the chroot that is there" "$work/said" "Make a chroot of trixie for $arch: reused"
assert_equal "with the same bytes" "$wanted" "$(digests "$work/full/$result")"

# Ten at once, without a layer for their build dependencies yet, in the full run also without a chroot; every other one
# puts its results where others do.
missing=dependency-layer
[ -z "${DEBOOTC_TEST_FULL:-}" ] || missing='*'
forget "$missing"
pids=()
for number in {1..10}; do
  results=$work/results-shared
  [ $((number % 2)) -eq 0 ] || results=$work/results-$number
  "$root/bin/debootc" mock-build "$dsc" --mirror "$mirror" --cache-dir "$cache" --result-dir "$results" >"$work/said-$number" 2>&1 &
  pids+=($!)
done
for number in {1..10}; do
  status=0
  wait "${pids[number - 1]}" || status=$?
  [ "$status" = 0 ] || cat "$work/said-$number"
  assert_equal "build $number of ten at once ends well" 0 "$status"
done
for results in "$work"/results-*; do
  assert_equal "${results##*/} has the same bytes" "$wanted" "$(digests "$results/$result")"
  assert_equal "and nothing else" "$result" "$(ls -A "$results")"
done
for kind in bootstrap-root base-root dependency-layer; do
  assert_equal "one $kind is kept" 1 "$(find "$cache/steps/entries/$kind" -mindepth 1 -maxdepth 1 | wc -l)"
done
is_clean "ten builds at once"
