#!/bin/bash
# A user without sudo builds packages in a user namespace: the same bytes as root, and as little left behind.
# takes: 100 s
# needs: archive, accounts, build-groups
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/plain-user.sh"
. "$root/e2e/lib/tiny-source.sh"
needs_root "a user has to be made"

plain_user debootc-e2e-mock
chmod 755 "$work"
build_as_user() {
  local status=0
  as_user "$root/bin/debootc" mock-build "$home/source/$1_1.0.dsc" "${@:2}" >"$work/$1.out" 2>&1 ||
    status=$?
  cat "$work/$1.out"
  return "$status"
}
give_source() {
  tiny_source "$1"
  install --directory --owner="$user" "$home/source"
  install --owner="$user" --mode=644 "$work/$1"_1.0.dsc "$work/$1"_1.0.tar.* "$home/source"
}
of_result() {
  python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["isolation"][sys.argv[2]])' "$1" "$2"
}

give_source modest <<'SCRIPT'
mkdir -p debian/tmp/usr/share/modest
echo "a file" >debian/tmp/usr/share/modest/file
perl -MIO::Socket::INET -e 'IO::Socket::INET->new(PeerAddr => "192.0.2.1", PeerPort => 80)'
SCRIPT

cp /etc/subuid "$work/subuid"
sed -i "/^$user:/d" /etc/subuid
assert_status "without subordinate ids it ends with exit status 80" 80 build_as_user modest --result-dir out
assert_matches "and says what is missing" "$work/modest.out" 'in a user namespace: .*/etc/subuid'
assert_matches "also of sudo" "$work/modest.out" 'with sudo: '
cp "$work/subuid" /etc/subuid

assert_status "a root that only root could enter is not kept" 80 build_as_user modest --result-dir out --keep-failed
assert_matches "which is said before anything is done" "$work/modest.out" "keep-failed keeps a chroot that only root can enter"
assert_not "nothing was begun" test -e "$home/out"
create_as_user() { as_user "$root/bin/debootc" chroot create mine --suite trixie >"$work/create.out" 2>&1; }
assert_status "nor is a chroot made that only root could enter" 80 create_as_user
assert_matches "with the same words" "$work/create.out" "chroot makes a chroot that only root can enter"
assert_status "a user builds" 0 build_as_user modest --result-dir out
result=$(find "$home/out" -name result.json -path '*modest*' | sed -n 1p)
assert_equal "the rights are recorded" user-namespace "$(of_result "$result" privilege)"
assert_matches "and the namespaces" <(of_result "$result" namespaces) "'user', 'mount'"
assert_matches "the network is as closed as for root" "$work/modest.out" 'tried 1 time to reach a network'
assert_equal "results belong to the user" "" "$(find "$home/out" ! -user "$user")"
assert_equal "roots cannot be reached by strangers" 700 "$(stat -c %a "$home/.cache/debootc/steps")"

debootc mock-build "$work/modest_1.0.dsc" --result-dir "$work/results"
assert "root builds the same package, byte for byte" cmp \
  "$(find "$work/results" -name 'modest_1.0_all.deb')" "$(find "$home/out" -name 'modest_1.0_all.deb')"

give_source hangs <<'SCRIPT'
echo it begins
(setsid sleep 4201 </dev/null >/dev/null 2>&1 &)
sleep 4201
SCRIPT
echo 'limits: {silence: 3s}' >"$home/limits.yaml"
assert_status "a build that hangs is ended" 11 build_as_user hangs --result-dir out --config "$home/limits.yaml"
assert_not "with all that it started" pgrep --full '^sleep 4201'

as_user "$root/bin/debootc" mock-build "$home/source/hangs_1.0.dsc" --result-dir "$home/out" --json >"$work/events" 2>&1 &
shell=$!
until pgrep --full '^sleep 4201' >/dev/null; do
  kill -0 "$shell" 2>/dev/null || fail "the build ended before it hung"
  sleep 0.05
done
kill -9 "$(pgrep --full "main[.][tj]s mock-build $home/source/hangs" --session "$session" | sed -n 1p)"
wait "$shell" 2>/dev/null || true
assert_no_leaks "kill -9 leaves no mount and no process"
as_user "$root/bin/debootc" doctor --fix >"$work/doctor" 2>&1 || true
assert_equal "and doctor removes the rest" "" "$(ls "$home/.cache/debootc/steps/staging")"
