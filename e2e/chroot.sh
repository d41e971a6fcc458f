#!/bin/bash
# Chroots that live on: all verbs, two at once, kills at the worst moments, and what failed builds leave.
# takes: 120 s
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/tiny-source.sh"
needs_root "chroot"

chroot() { debootc chroot "$@"; }
inside() { "$root/bin/debootc" chroot run work -- "$@"; }
# Those of an earlier run that was killed must not be in the way.
"$root/bin/debootc" chroot scrub work >/dev/null 2>&1 || true
at_end "$root/bin/debootc chroot scrub work"
store=${XDG_CACHE_HOME:-$HOME/.cache}/debootc/chroots/work
# doctor ARGUMENT...: looks at the chroots alone, for it would read all of the cache, which tests share.
mkdir "$work/cache"
ln -s "$(dirname "$store")" "$work/cache/chroots"
doctor() { debootc doctor --output-dir "$work/none" --cache-dir "$work/cache" "$@" >"$work/doctor" || true; }

mkdir "$work/elsewhere"
cd "$work/elsewhere"
assert "a chroot is made" chroot create work
assert_equal "that others cannot reach" 700 "$(stat -c %a "$(dirname "$store")")"
assert_equal "and nothing where the command was started" "" "$(ls -A)"
cd "$root"
assert_status "not twice under one name" 2 chroot create work >"$work/twice" 2>&1
assert_not "which is known before any work" grep -q "Make a chroot" "$work/twice"
chroot list >"$work/list"
assert_matches "it is listed with its suite" "$work/list" "work +trixie, amd64"

assert_equal "a command runs in it" "trixie" "$(inside sh -c '. /etc/os-release; echo $VERSION_CODENAME')"
assert_status "and its exit status is that of debootc" 42 inside sh -c 'exit 42'
assert_equal "its standard input is ours" "given" "$(echo given | inside cat)"
assert_equal "the build user has no rights" "1000 1000" \
  "$("$root/bin/debootc" chroot run work --user builder -- sh -c 'echo $(id -u) $(id -g)')"
assert_equal "there is no network" "lo" "$(inside ls /sys/class/net 2>/dev/null || inside sh -c "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '")"
assert_equal "a shell reads what it is given" "hello 3" "$(echo 'echo hello $((1 + 2))' | "$root/bin/debootc" chroot shell work)"
printf 'tty; exit 7\n' >"$work/typed"
status=0
script --quiet --return --command "$root/bin/debootc chroot shell work" /dev/null <"$work/typed" >"$work/shell" || status=$?
assert_equal "a shell at a terminal ends with its own status" 7 "$status"
assert_contains "and has a terminal inside" "$work/shell" "/dev/pts/"

assert "a change stays" inside sh -c 'echo one >/srv/state'
assert "a snapshot is taken" chroot snapshot work one
assert_status "not twice under one name" 2 chroot snapshot work one
inside sh -c 'echo two >/srv/state; rm /etc/hostname; touch /srv/later'
assert_equal "changes go on after a snapshot" two "$(inside cat /srv/state)"
cp "$store/chroot.json" "$work/record"
sed -i -E 's/"base":"sha256:[0-9a-f]{8}/"base":"sha256:00000000/' "$store/chroot.json"
assert_status "an update that would lose changes is refused" 2 chroot update work
cp "$work/record" "$store/chroot.json"
layers=$(ls "$store/layers")
assert_status "there is no way back to what was never kept" 2 chroot rollback work never
assert_equal "and nothing of the way is left" "$layers" "$(ls "$store/layers")"
assert "it goes back to a snapshot" chroot rollback work one
assert_equal "to what was then" "one yes no" \
  "$(inside sh -c 'echo $(cat /srv/state) $([ -e /etc/hostname ] && echo yes) $([ -e /srv/later ] || echo no)')"
assert "it goes back to what it began with" chroot rollback work
assert_not "where nothing was changed" inside test -e /srv/state
assert "an update to what it has already changes nothing" chroot update work
sed -i -E 's/"base":"sha256:[0-9a-f]{8}/"base":"sha256:00000000/' "$store/chroot.json"
assert "an update to something newer gives it another base" chroot update work
assert_equal "and leaves no other" 1 "$(ls -d "$store"/base-* | wc -l)"

mkdir -p "$work/in/deep" "$work/out"
echo payload >"$work/in/deep/file"
assert "a directory is copied in" chroot copy-in work "$work/in" /srv
assert_equal "with what is in it" payload "$(inside cat /srv/in/deep/file)"
inside sh -c 'chmod 4755 /srv/in/deep/file; ln -s /etc/shadow /srv/in/link; ln -s /etc /srv/trap'
assert "and out again" chroot copy-out work /srv/in "$work/out"
assert_equal "as ours" "$(id -u) 755 payload" "$(stat -c '%u %a' "$work/out/in/deep/file") $(cat "$work/out/in/deep/file")"
assert "links stay links" test -L "$work/out/in/link"
inside mkfifo /srv/in/pipe
assert_status "what is no file is refused" 2 chroot copy-out work /srv/in "$work/out"
inside rm /srv/in/pipe
echo trap >"$work/debootc-e2e-trap"
assert "a link in the chroot leads nowhere outside" chroot copy-in work "$work/debootc-e2e-trap" /srv/trap
assert_not "not into the machine's /etc" test -e /etc/debootc-e2e-trap

inside ln -s /tmp /srv/elsewhere
for place in /tmp /tmp/ /run/file /dev/shm/ /var/run/ /srv/elsewhere/file; do
  assert_status "a copy to $place would be lost, and is refused" 2 chroot copy-in work "$work/in/deep/file" "$place" >"$work/lost" 2>&1
  assert_contains "in words" "$work/lost" "$place of the chroot work is in memory"
done
mkdir "$work/bytes"
: >"$work/bytes/$(printf 'caf\351')"
assert "names that are not UTF-8 are copied in" chroot copy-in work "$work/bytes" /srv
assert "and out again" chroot copy-out work /srv/bytes "$work/out"
assert "as they are" test -e "$work/out/bytes/$(printf 'caf\351')"

# Two at once.
mkfifo "$work/go"
"$root/bin/debootc" chroot run work -- sh -c 'echo in; cat' <"$work/go" >"$work/first" &
first=$!
exec 9>"$work/go"
for _ in {1..100}; do grep -q in "$work/first" && break || sleep 0.1; done
assert_status "a second one is refused while a command runs" 60 chroot run work -- true
assert_status "and so is a snapshot" 60 chroot snapshot work now
kill -9 $first
exec 9>&-
wait $first 2>/dev/null || true
for _ in {1..100}; do inside true 2>/dev/null && break || sleep 0.1; done
assert_equal "after kill -9 it is as it was" payload "$(inside cat /srv/in/deep/file)"
assert_not "and nothing is mounted" grep -q "$store" /proc/self/mountinfo

# Kills between the steps of a snapshot leave it whole; what they left is found and removed.
for delay in 0.1 0.3 0.5 0.7; do
  timeout --signal KILL "$delay" "$root/bin/debootc" chroot snapshot work "kill-${delay#0.}" >/dev/null 2>&1 || true
done
mkdir -p "$store/layers/left-over"
assert_equal "kills leave it whole" payload "$(inside cat /srv/in/deep/file)"
doctor
assert_contains "what a crash left is found" "$work/doctor" "layers/left-over"

assert "it is removed" chroot scrub work
assert_not "with all that belonged to it" test -e "$store"
assert_status "and then there is none" 2 chroot run work -- true

# Plugins of its configuration hear of all that is done with it.
mkdir -p "$work/own"
cat >"$work/own/diary.ts" <<'T'
import { appendFileSync } from "node:fs";
import { definePlugin, z } from "@debootc/pipeline/mock-build/plugin/api";
const names = ["beforeUpdate", "afterUpdate", "beforeShell", "afterShell", "beforeRun", "afterRun", "copiedIn",
  "copiedOut", "snapshotMade", "snapshotRestored", "scrubbed"];
// Each command ends with these.
const ends = ["beforeCleanup", "afterCleanup"];
const write = ({ hook, details, options }) => appendFileSync(options.file, `${hook} ${JSON.stringify(details)}\n`);
export default definePlugin({
  name: "diary",
  version: "1",
  changesResults: false,
  options: z.strictObject({ file: z.string() }),
  hooks: Object.fromEntries([...names, ...ends].map((name) => [name, write])),
});
T
printf 'plugins:\n  ./diary.ts: {file: %s}\n' "$work/diary" >"$work/own/chroot.yaml"
assert "a chroot with a plugin is made" chroot create work --config "$work/own/chroot.yaml"
inside true
echo 'exit 3' | "$root/bin/debootc" chroot shell work || true
chroot copy-in work "$work/in/deep/file" /srv
chroot copy-out work /srv/file "$work/out"
chroot update work
chroot snapshot work kept
chroot rollback work
chroot scrub work
assert_equal "its plugin was called at each of its hooks" \
  "beforeRun afterRun beforeShell afterShell copiedIn copiedOut beforeUpdate afterUpdate snapshotMade snapshotRestored scrubbed" \
  "$(cut -d' ' -f1 "$work/diary" | grep -v Cleanup | paste -sd' ')"
assert_equal "and at the end of each command" "$(grep -c beforeCleanup "$work/diary")" \
  "$(grep -A1 beforeCleanup "$work/diary" | grep -c afterCleanup)"
assert_equal "which an update sets up once" "beforeUpdate afterUpdate beforeCleanup afterCleanup" \
  "$(sed -n '/^beforeUpdate/,/^snapshotMade/p' "$work/diary" | cut -d' ' -f1 | grep -v snapshotMade | paste -sd' ')"
assert_contains "with what was done" "$work/diary" 'snapshotMade {"name":"work","snapshot":"kept"}'
assert_contains "and how it ended" "$work/diary" 'afterShell {"name":"work","exitStatus":3}'

# An update reads again what the chroot was made by: a configuration of one's own, and a file of one run.
export XDG_CONFIG_HOME=$work/config
mkdir -p "$XDG_CONFIG_HOME/debootc/chroots"
printf 'based-on: trixie\nenvironment: {COMPANY: ours}\n' >"$XDG_CONFIG_HOME/debootc/chroots/company.yaml"
printf 'environment: {RUN: this one}\n' >"$work/run.yaml"
chroot create work --suite company --config "$work/run.yaml"
sed -i -E 's/"base":"sha256:[0-9a-f]{8}/"base":"sha256:00000000/' "$store/chroot.json"
assert "a chroot of one's own is updated" chroot update work
assert_equal "by its own configuration" "ours, this one" "$(inside sh -c 'echo "$COMPANY, $RUN"')"
chroot scrub work
unset XDG_CONFIG_HOME

# What a failed build leaves.
store=$(dirname "$store")
arch=$(dpkg --print-architecture)
for name in broken other sound; do
  "$root/bin/debootc" chroot scrub "failed-$name-$arch" >/dev/null 2>&1 || true
  at_end "$root/bin/debootc chroot scrub failed-$name-$arch"
done
# build ARGUMENT...: what it prints stands in $work/said, too.
build() {
  local status=0
  debootc mock-build --result-dir "$work/results" "$@" >"$work/said" 2>&1 || status=$?
  cat "$work/said"
  return $status
}
left() { "$root/bin/debootc" chroot run "failed-$1-$arch" --user builder -- cat "/build/reproducible-path/$1-1.0/debian/left"; }
tiny_source broken <<'SCRIPT'
echo first >debian/left
ln -s /etc/shadow debian/trap
(sleep 4711; echo late >debian/left) &
exit 3
SCRIPT
tiny_source other <<'SCRIPT'
echo other >debian/left
exit 3
SCRIPT
sed -i '/^Section:/a Build-Depends: hello' "$work/other-1.0/debian/control"
(cd "$work" && dpkg-source --build other-1.0)
tiny_source sound <<'SCRIPT'
sleep 3
SCRIPT
printf 'tmpfs: off\n' >"$work/disk.yaml"
printf 'limits: {time: 2s}\n' >"$work/short.yaml"

assert_status "without the option a failure keeps nothing" 10 build "$work/broken_1.0.dsc"
assert_contains "and names it" "$work/said" "--keep-failed keeps it"
assert_not "no chroot is made" test -e "$store/failed-broken-$arch"
assert_status "a failed build keeps its own status" 10 build "$work/broken_1.0.dsc" --keep-failed
assert_contains "and tells how to enter its root" "$work/said" "chroot shell failed-broken-$arch --user builder"
assert_equal "in which a shell finds what the build wrote" first \
  "$(echo 'cat /build/reproducible-path/broken-1.0/debian/left' | "$root/bin/debootc" chroot shell "failed-broken-$arch" --user builder)"
chroot list >"$work/list"
assert_matches "it is listed with what it came from" "$work/list" "failed-broken-$arch .*left by the failed build of broken 1.0"
assert "a change in it stays" chroot run "failed-broken-$arch" -- sh -c 'echo changed >/build/reproducible-path/broken-1.0/debian/left; rm -r /build/reproducible-path/broken-1.0/debian/source'
assert_equal "over what the build left" changed "$(left broken)"
assert "a rollback leads back" chroot rollback "failed-broken-$arch"
assert_equal "to what the build left" first "$(left broken)"
assert_status "an update that would lose it is refused" 2 chroot update "failed-broken-$arch"

"$root/bin/debootc" chroot run "failed-broken-$arch" -- sh -c 'echo in; cat' <"$work/go" >"$work/first" &
first=$!
exec 9>"$work/go"
for _ in {1..100}; do grep -q in "$work/first" && break || sleep 0.1; done
assert_status "while somebody looks around, no other is built to take its place" 60 build "$work/broken_1.0.dsc" --keep-failed
exec 9>&-
wait $first
sed -i 's/first/second/' "$work/broken-1.0/debian/attack"
(cd "$work" && dpkg-source --build broken-1.0)
assert_status "another failed build, on the disk," 10 build "$work/broken_1.0.dsc" --keep-failed --config "$work/disk.yaml"
assert_equal "takes its place" second "$(left broken)"
assert_equal "and leaves no other" 1 "$(ls -d "$store/failed-broken-$arch"/base-* | wc -l)"

assert_status "a chain in which all fail" 10 build --keep-failed --continue "$work/broken_1.0.dsc" "$work/other_1.0.dsc"
assert_equal "keeps the root of each" "second other" "$(left broken) $(left other)"
assert "with its build dependencies" chroot run "failed-other-$arch" --user builder -- hello
assert_contains "and tells how to enter it" "$work/said" "chroot shell failed-other-$arch --user builder"

assert_status "a build that took too long" 11 build "$work/sound_1.0.dsc" --keep-failed --config "$work/short.yaml"
assert_not "is not kept" test -e "$store/failed-sound-$arch"
assert "a build that succeeds" build "$work/sound_1.0.dsc" --keep-failed
assert_not "is not kept either" test -e "$store/failed-sound-$arch"
assert "a chroot that somebody made" chroot create "failed-sound-$arch"
assert_status "is in nobody's way, and refused before the build" 2 build "$work/sound_1.0.dsc" --keep-failed
assert_contains "with the reason" "$work/said" "there is a chroot failed-sound-$arch that no failed build left"
assert_not "nothing was built" grep -q "Build the package" "$work/said"
cp "$store/failed-sound-$arch/chroot.json" "$work/record"
chroot scrub "failed-sound-$arch"

# Whatever keeps the root from being kept is told, and the build fails as it would.
printf 'sleep 5\nexit 3\n' >"$work/sound-1.0/debian/attack"
(cd "$work" && dpkg-source --build sound-1.0)
build "$work/sound_1.0.dsc" --keep-failed &
first=$!
for _ in {1..300}; do grep -q "Build the package" "$work/said" && break || sleep 0.1; done
mkdir "$store/failed-sound-$arch"
cp "$work/record" "$store/failed-sound-$arch/chroot.json"
status=0
wait $first || status=$?
assert_equal "a root that cannot be kept hides no failure" 10 "$status"
assert_contains "and is told of" "$work/said" "cannot keep the root of the failed build"
assert_equal "a chroot that was made meanwhile is left alone" chroot.json,lock "$(ls -m "$store/failed-sound-$arch" | tr -d ' ')"
rm -r "${store:?}/failed-sound-$arch"
assert_status "a build that Ctrl-C ends" 130 \
  timeout --preserve-status --signal INT 4 "$root/bin/debootc" mock-build --result-dir "$work/results" "$work/sound_1.0.dsc" --keep-failed
assert_not "is not kept" test -e "$store/failed-sound-$arch"

mkdir -p "$store/failed-sound-$arch/layers/half-made" "$store/failed-other-$arch/layers/half-made"
doctor --fix
assert_not "what a crash left half made is removed" test -e "$store/failed-sound-$arch"
assert_not "also beside a whole one" test -e "$store/failed-other-$arch/layers/half-made"
assert_equal "which stays" other "$(left other)"
assert "one that a failed build left is removed" chroot scrub "failed-other-$arch"
assert_not "with all that belonged to it" test -e "$store/failed-other-$arch"
