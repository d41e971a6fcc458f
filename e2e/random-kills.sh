#!/bin/bash
# kill -9 at random moments of a compose: eight times, fifty in the full run. DEBOOTC_SEED=N repeats the moments.
# takes: 140 s, 450 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

seed=${DEBOOTC_SEED:-$RANDOM}
RANDOM=$seed
times=8
[ -z "${DEBOOTC_TEST_FULL:-}" ] || times=50
say "the moments follow from DEBOOTC_SEED=$seed"

tiny_lock
compose=(compose "$root/treefiles/tiny.yaml" --lock "$tiny_lock" --cache-dir "$work/cache")
digests() { python3 -c 'import json,sys; c=json.load(open(sys.argv[1]))["legs"][0]; print(c["commit"]["checksum"], c["image"]["manifestDigest"])' "$1/compose/metadata/compose.json"; }
published() { ls -d "$work"/out/*/ 2>/dev/null | while read -r each; do [ "$(cat "$each/STATUS")" != FINISHED ] || digests "$each"; done; }

begin=$(date +%s%3N)
debootc "${compose[@]}" --no-cache --output-dir "$work/wanted"
duration=$(($(date +%s%3N) - begin))
wanted=$(digests "$work/wanted/latest")

# The latest moment, in ms, of a run that goes on with a cache (0) and of one that begins anew (1). A run that ends
# before its moment is no kill: the latest moment of its kind moves to that one, and another run takes its place.
latest=("$duration" "$duration")
killed=0
while [ "$killed" -lt "$times" ]; do
  # Every other run goes on with what the killed ones left in the cache, the rest begin anew.
  kind=$((1 - killed % 2))
  [ "$kind" -eq 0 ] || rm -rf "$work/cache/steps"
  moment=$(((RANDOM * 32768 + RANDOM) % latest[kind]))
  "$root/bin/debootc" "${compose[@]}" --output-dir "$work/out" >"$work/run.log" 2>&1 &
  pid=$!
  sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
  kill -9 "$pid" 2>/dev/null || true
  status=0
  wait "$pid" 2>/dev/null || status=$?
  case $status in
    0) latest[kind]=$moment ;;
    137) killed=$((killed + 1)) ;;
    *) cat "$work/run.log" && fail "a run that nobody killed within $moment ms ended with exit status $status" ;;
  esac
  find_leaks
  [ -z "$leaks" ] || fail "kill $killed, after $moment ms, left: $leaks"
  wrong=$(published | grep --invert-match --line-regexp --fixed-strings "$wanted" || true)
  [ -z "$wrong" ] || fail "kill $killed, after $moment ms: published $wrong, wanted $wanted"
  [ ! -e "$work/out/latest" ] || [ "$(cat "$work/out/latest/STATUS")" = FINISHED ] ||
    fail "kill $killed, after $moment ms: latest leads to a compose that is not finished"
done
pass "$times kills leave no mount, loop device or process, and nothing half made is published"

debootc "${compose[@]}" --output-dir "$work/out"
assert_equal "the next run, with the cache they left, is exact" "$wanted" "$(digests "$work/out/latest")"
debootc doctor --fix --output-dir "$work/out" --cache-dir "$work/cache" || true
assert_equal "doctor leaves no staging directory" "" "$(ls "$work/cache/steps/staging" 2>/dev/null)"
assert_not "and no compose STARTED" grep -l STARTED "$work"/out/*/STATUS
