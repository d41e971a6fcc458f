#!/bin/bash
# kill -9 at each stage of a package build: no mount, no process, no half of a result; doctor removes what is left on disk,
# and the next build goes on.
# takes: 85 s
# needs: archive, build-groups
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/tiny-source.sh"
. "$root/e2e/lib/build-groups.sh"
needs_root "chroots are made by root"

tiny_source killed <<'SCRIPT'
(setsid sleep 4101 </dev/null >/dev/null 2>&1 &)
for i in $(seq 40); do echo "working $i"; sleep 0.1; done
SCRIPT
command=(mock-build "$work/killed_1.0.dsc" --cache-dir "$work/cache" --result-dir "$work/results" --json)

# start_until CONDITION...: starts a build, sets $pid, and waits until the condition holds.
start_until() {
  "$root/bin/debootc" "${command[@]}" >"$work/events" &
  pid=$!
  until "$@"; do
    kill -0 "$pid" 2>/dev/null || {
      tail -n 5 "$work/events"
      fail "the build ended before: $*"
    }
    sleep 0.02
  done
}

# node NAME STATE, stage NAME, step NAME PART: what the events of the build have by now.
node() {
  grep "\"node\":\"$1\"" "$work/events" | grep "\"state\":\"$2\"" >/dev/null
}
stage() {
  grep --quiet "\"stage\":\"$1\"" "$work/events"
}
step() {
  grep "\"node\":\"$1\"" "$work/events" | grep "\"step\":\"$2" >/dev/null
}
package_runs() {
  pgrep --full '^sleep 4101' >/dev/null
}

# is_clean WHEN
is_clean() {
  wait "$pid" 2>/dev/null || true
  assert_no_leaks "$1 leaves no mount and no process"
  assert_equal "$1 leaves no half of a result" "" "$(find "$work/results" -name '*.deb' 2>/dev/null)"
}

for moment in "node source started" "node base started" "step base unpacking" \
  "node dependencies started" "node build started" "stage unpack" "stage build" package_runs; do
  # shellcheck disable=SC2086 # words of a condition
  start_until $moment
  kill -9 "$pid"
  is_clean "kill -9 of debootc at: $moment"
done

# The worker is the process that is root's own, in namespaces of its own.
start_until package_runs
worker=$(pgrep --full "$root/(packages/pipeline/src/worker-process|dist/[0-9]+/worker)/main[.][tj]s" --session "$session" | sed -n 1p)
kill -9 "$worker"
is_clean "kill -9 of the worker"

start_until package_runs
kill -TERM "$pid"
is_clean "an end by SIGTERM"

debootc doctor --output-dir "$work/out" --cache-dir "$work/cache" >"$work/doctor" || true
assert_contains "doctor names what the killed builds left" "$work/doctor" "$work/cache"
debootc doctor --fix --output-dir "$work/out" --cache-dir "$work/cache"
assert_equal "no staging directory is left" "" "$(ls "$work/cache/steps/staging")"
assert_equal "no control group is left" "" "$(dead_build_groups)"

assert "the next build goes on" debootc "${command[@]}"
assert "and gives its package" test -s "$(find "$work/results" -name 'killed_1.0_all.deb')"
