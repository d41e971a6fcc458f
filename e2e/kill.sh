#!/bin/bash
# kill -9 in each phase: nothing published, nothing left running or mounted, and the next run goes on.
# takes: 95 s, 125 s in the full run
# needs: archive
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
remote=$work/remote
mkdir "$remote"
compose=(compose "$work/tiny.yaml" --output-dir "$work/out" --cache-dir "$work/cache" --remote-cache "$remote" --json)

# kill_in NODE PATTERN: starts a compose and kills the command line with -9 as soon as the node says what is wanted.
kill_in() {
  local node=$1 pid
  "$root/bin/debootc" "${compose[@]}" >"$work/events" &
  pid=$!
  until grep -q "\"node\":\"$node\".*$2\|$2.*\"node\":\"$node\"" "$work/events"; do
    kill -0 "$pid" 2>/dev/null || fail "the compose ended before $node said $2"
    sleep 0.02
  done
  kill -9 "$pid"
  wait "$pid" 2>/dev/null || true
}

# Whatever the moment, `latest` is missing or names a compose that is whole.
is_whole_or_missing() {
  [ ! -e "$work/out/latest" ] || [ "$(cat "$work/out/latest/STATUS")" = FINISHED ]
}

for moment in lock packages plan root "root:unpacking" "root:configuring" "root:copying" commit "commit:compressing" layers image sbom metadata publish; do
  kill_in "${moment%%:*}" "$([ "$moment" = "${moment#*:}" ] && echo '"started"' || echo "${moment#*:}")"
  assert_no_leaks "kill -9 in $moment leaves no mount, loop device or process"
  assert "kill -9 in $moment publishes nothing half made" is_whole_or_missing
done

debootc doctor --output-dir "$work/out" --cache-dir "$work/cache" >"$work/doctor" || true
assert_contains "doctor names what the killed runs left" "$work/doctor" "$work/out"
debootc doctor --fix --output-dir "$work/out" --cache-dir "$work/cache"
assert_not "no compose is left STARTED" grep -l STARTED "$work"/out/*/STATUS
assert_not "no compose keeps its work" ls -d "$work"/out/*/work
assert_equal "no staging directory is left" "" "$(ls "$work/cache/steps/staging" 2>/dev/null)"

assert "the next run goes on" "$root/bin/debootc" compose "$work/tiny.yaml" --output-dir "$work/out" --cache-dir "$work/cache"
assert "nothing half is in the remote cache" debootc cache verify --remote "$remote"
assert_equal "and finishes" FINISHED "$(cat "$work/out/latest/STATUS")"
# Both make the commit and all that follows it.
rm -r "$work/cache/steps/entries"/{commit,layers,layer,image}
assert "two runs at once both finish" bash -c '
  "$1/bin/debootc" compose "$2/tiny.yaml" --output-dir "$2/out" --cache-dir "$2/cache" & first=$!
  "$1/bin/debootc" compose "$2/tiny.yaml" --output-dir "$2/out" --cache-dir "$2/cache" && wait $first' _ "$root" "$work"

only_in_full_run "two runs at once that each make a root of their own; above, two make the commit and all after it"
assert "two runs from scratch at once both finish" bash -c '
  "$1/bin/debootc" compose "$2/tiny.yaml" --no-cache --output-dir "$2/out" --cache-dir "$2/cache" & first=$!
  "$1/bin/debootc" compose "$2/tiny.yaml" --no-cache --output-dir "$2/out" --cache-dir "$2/cache" && wait $first' _ "$root" "$work"
