#!/bin/bash
# Builds that hang, fork without end, fill the disk or the memory, leave daemons, try the network or set traps: each ends
# with the right exit status, a clear line and a clean machine.
# takes: 65 s
# needs: archive, build-groups
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/tiny-source.sh"
. "$root/e2e/lib/build-groups.sh"
needs_root "limits are kept by control groups"

cat >"$work/limits.yaml" <<'Y'
limits:
  silence: 20s
  time: 5min
  processes: 80
  memory: 256MiB
  disk: 64MiB
Y

# build NAME: builds NAME_1.0.dsc within the limits; its output is $work/NAME.out.
build() {
  debootc mock-build "$work/$1_1.0.dsc" --config "$work/limits.yaml" --result-dir "$work/results" \
    >"$work/$1.out" 2>&1
}

# result NAME JQ-LIKE-PATH: a value of the newest result.json of NAME.
result() {
  python3 - "$work/results" "$1" "$2" <<'PYTHON'
import glob, json, sys
files = [f for f in glob.glob(f"{sys.argv[1]}/**/result.json", recursive=True) if f"/{sys.argv[2]}_" in f]
value = json.load(open(files[0]))
for key in sys.argv[3].split("."):
    value = value[key]
print(value)
PYTHON
}

# attack NAME STATUS LINE: builds NAME with the script on standard input; a line of the output matches.
attack() {
  local name=$1 status=$2 line=$3
  tiny_source "$name"
  assert_status "$name ends with exit status $status" "$status" build "$name"
  assert_matches "$name says what it was" "$work/$name.out" "$line"
  assert_equal "$name leaves no control group" "" "$(dead_build_groups)"
  assert_no_leaks "$name leaves no process and no mount"
}

attack hangs 11 'hangs 1.0 printed nothing for 20 s and was stopped' <<'SCRIPT'
echo it begins
sleep 4001
SCRIPT
assert_matches "what hung is named" "$work/hangs.out" 'still running:.*sleep 4001'
assert_matches "and its last line" "$work/hangs.out" 'its last line: it begins'

attack forks 10 'forks 1.0 wants more than 80 processes and threads at once' <<'SCRIPT'
bomb() { bomb | bomb & }
bomb 2>/dev/null
sleep 1
exit 1
SCRIPT

attack remembers 10 'remembers 1.0 needs more memory than its limit of 256 MiB' <<'SCRIPT'
perl -e '$x = "x" x 600_000_000; sleep 1'
SCRIPT

attack fills 10 'fills 1.0 wrote more into its root than its limit of 64 MiB' <<'SCRIPT'
dd if=/dev/zero of=full bs=1M count=200 status=none
for i in 1 2 3 4 5 6 7 8; do echo still here; sleep 1; done
SCRIPT

attack haunts 0 'haunts_1.0_all.deb' <<'SCRIPT'
(setsid bash -c 'trap "" TERM HUP INT; exec -a haunting sleep 4002' </dev/null >/dev/null 2>&1 &)
sleep 0.2
SCRIPT

attack calls 0 'calls 1.0 tried [0-9]+ times to reach a network' <<'SCRIPT'
perl -MIO::Socket::INET -e 'IO::Socket::INET->new(PeerAddr => "192.0.2.1", PeerPort => 80, Timeout => 2) for 1..3'
perl -MSocket -e 'Socket::getaddrinfo("www.example.org", "80")'
perl -MIO::Socket::INET -e '
  my $there = IO::Socket::INET->new(Listen => 1, LocalAddr => "localhost") or die "loopback does not work";
  IO::Socket::INET->new(PeerAddr => "localhost", PeerPort => $there->sockport) or die "localhost is not reached"'
SCRIPT
assert "the attempts are counted in the result" [ "$(result calls isolation.network.deniedAttempts)" -ge 4 ]
assert_equal "it is recorded that system calls were filtered" True "$(result calls isolation.seccomp)"
assert_matches "and which control groups kept the limits" <(result calls isolation.cgroup) '^cgroup-v[12]$'
assert_equal "and the limit of processes" 80 "$(result calls isolation.limits.processes)"

attack digs 0 'digs_1.0_all.deb' <<'SCRIPT'
for i in $(seq 300); do mkdir a-name-of-some-length; cd a-name-of-some-length; done
SCRIPT

attack lures 10 'lures_1.0_all.deb.* which is not a regular' <<'SCRIPT'
echo 'mv ../lures_1.0_all.deb ../real; ln -s real ../lures_1.0_all.deb' >debian/after
SCRIPT
assert_equal "nothing is taken over a link" "" "$(find "$work/results" -name 'lures_*.deb')"

attack breaks 10 'breaks 1.0 does not build' <<'SCRIPT'
echo "attack.c:3:1: error: it cannot work"
exit 1
SCRIPT
