#!/bin/bash
# kill -9 in each phase: nothing published, nothing left running or mounted, and the next run goes on.
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

cat >"$work/tiny.yaml" <<'Y'
include: treefiles/tiny.yaml
ref: debian/${suite}/${basearch}/killed
postprocess:
  - |
    #!/bin/sh
    echo killed >/usr/share/killed
Y
cp -r "$root/treefiles" "$work/treefiles"
debootc lock "$work/tiny.yaml"
compose=(compose "$work/tiny.yaml" --output-dir "$work/out" --cache-dir "$work/cache" --json)

# Starts a compose and kills the command line with -9 as soon as the given node has begun.
kill_in() {
  local node=$1 pid
  mkfifo "$work/events-$node"
  "$root/bin/debootc" "${compose[@]}" >"$work/events-$node" &
  pid=$!
  while read -r event; do
    case "$event" in *"\"node\":\"$node\""*'"started"'* | *'"started"'*"\"node\":\"$node\""*) break ;; esac
  done <"$work/events-$node"
  sleep "${2:-0.3}"
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

for node in lock packages plan root commit image metadata; do
  kill_in $node
  assert_no_leaks "kill -9 in $node leaves no mount, loop device or process"
  assert_not "kill -9 in $node publishes nothing" test -e "$work/out/latest"
done
kill_in root 4
assert_no_leaks "kill -9 while packages are configured leaves nothing"

debootc doctor --output-dir "$work/out" --cache-dir "$work/cache" >"$work/doctor" || true
assert_contains "doctor names what the killed runs left" "$work/doctor" "$work/out"
debootc doctor --fix --output-dir "$work/out" --cache-dir "$work/cache"
for status in "$work"/out/*/STATUS; do
  assert_equal "doctor marks $(basename "$(dirname "$status")")" TERMINATED "$(cat "$status")"
  assert_not "and removes its work" test -e "$(dirname "$status")/work"
done
assert_equal "no staging directory is left" "" "$(ls "$work/cache/steps/staging" 2>/dev/null)"

assert "the next run goes on" "$root/bin/debootc" compose "$work/tiny.yaml" --output-dir "$work/out" --cache-dir "$work/cache"
assert_equal "and finishes" FINISHED "$(cat "$work/out/latest/STATUS")"
assert "two runs at once both finish" bash -c '
  "$1/bin/debootc" compose "$2/tiny.yaml" --no-cache --output-dir "$2/out" --cache-dir "$2/cache" & first=$!
  "$1/bin/debootc" compose "$2/tiny.yaml" --no-cache --output-dir "$2/out" --cache-dir "$2/cache" && wait $first' _ "$root" "$work"
