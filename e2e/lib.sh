#!/bin/bash
# What every scenario of e2e/ starts with: . "$(dirname "$0")/lib.sh"
#
# A scenario gets a session of its own, a mount namespace, a network namespace with only `lo`, an empty folder $work
# that is removed at its end (that of root is in memory, if there is enough), and a log in out/test-logs/ that is shown
# only when it fails. It stops at its first failed assertion. At its end, no mount, loop device or process may be left.
# Others may run beside it, so what it needs of the machine stands in its header, which scripts/test/scenario-header.ts
# reads:
#
#   # takes: 90 s                  measured beside another scenario; or: 1 s, 600 s in the full run
#   # limit: 7200 s                what it is ended after; 3600 s unless it says otherwise
#   # needs: archive, minimal      words of scripts/test/scenario-header.ts; with `archive` it has the machine's network
#
# Scenarios share what is costly to build in $shared; each must build what is not there yet, under with_lock.
# E2E_KEEP=1 keeps $work. One alone: script/test NAME, or bash e2e/NAME.sh.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
scenario=$(basename "$0" .sh)

# The session is how processes that were left behind are found, and it ends with whoever started the scenario.
if [ "${E2E_SCENARIO:-}" != "$scenario" ]; then
  export E2E_SCENARIO=$scenario
  apart=()
  if [ "$(id -u)" -eq 0 ]; then
    apart=(unshare --mount --propagation private)
    grep --quiet -E '^# needs:.*\barchive\b' "$0" || apart+=(--net)
  fi
  limit=$(sed -n 's/^# limit: \([0-9]*\) s$/\1/p' "$0")
  export E2E_TIMEOUT=${E2E_TIMEOUT:-${limit:-3600}}
  exec setsid --wait setpriv --pdeathsig TERM "${apart[@]}" \
    timeout --kill-after=60 "$E2E_TIMEOUT" bash "$0" "$@"
fi

# losetup stands where the PATH of a user does not look.
PATH=$PATH:/usr/sbin:/sbin
session=$(ps -o sid= -p $$ | tr -d ' ')
log=$root/out/test-logs/$scenario.log
shared=$root/out/test-work/shared
mkdir -p "$shared" "$root/out/test-logs"
work=$(mktemp -d "$root/out/test-work/$scenario.XXXXXX")
# A scenario makes and removes files by the ten thousand, which are no business of a disk if there is memory for them.
in_memory=
if [ "$(id -u)" -eq 0 ] && [ -z "${E2E_KEEP:-}" ] &&
  awk '$1 == "MemAvailable:" { exit $2 < 12 * 1024 * 1024 }' /proc/meminfo; then
  mount -t tmpfs -o mode=0700,size=8g tmpfs "$work"
  in_memory=yes
fi
exec 3>&1 4>"$log" >&4 2>&1 </dev/null
trap 'finish $?' EXIT
# Once is enough: a second signal must not end the clean-up.
trap 'trap "" TERM INT HUP; fail "stopped from outside, or after $E2E_TIMEOUT s"' TERM INT HUP

# debootc ARGUMENT...: the command line under test, written into the log.
debootc() {
  echo "\$ debootc $*"
  "$root/bin/debootc" "$@"
}

# assert DESCRIPTION COMMAND...: the command succeeds.
assert() {
  local description=$1
  shift
  "$@" || fail "$description: exit status $?: $*"
  pass "$description"
}

# assert_not DESCRIPTION COMMAND...: the command fails.
assert_not() {
  local description=$1
  shift
  ! "$@" || fail "$description: succeeded: $*"
  pass "$description"
}

# assert_status DESCRIPTION STATUS COMMAND...: the command ends with exactly this exit status.
assert_status() {
  local description=$1 expected=$2 status=0
  shift 2
  "$@" || status=$?
  [ "$status" = "$expected" ] || fail "$description: expected exit status $expected, got $status: $*"
  pass "$description"
}

# assert_equal DESCRIPTION EXPECTED ACTUAL
assert_equal() {
  [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"
  pass "$1"
}

# assert_contains DESCRIPTION FILE TEXT: a line of the file has this text.
assert_contains() {
  grep --quiet --fixed-strings -e "$3" -- "$2" || {
    cat -- "$2"
    fail "$1: '$3' is not in $2"
  }
  pass "$1"
}

# assert_matches DESCRIPTION FILE PATTERN: a line of the file matches this extended regular expression.
assert_matches() {
  grep --quiet --extended-regexp -e "$3" -- "$2" || {
    cat -- "$2"
    fail "$1: no line of $2 matches '$3'"
  }
  pass "$1"
}

# assert_no_leaks DESCRIPTION: nothing is left that was not there when the scenario began.
assert_no_leaks() {
  find_leaks
  [ -z "$leaks" ] || fail "$1: $leaks"
  pass "$1"
}

# at_end COMMAND: is run when the scenario ends, however it does, before leaks are looked for.
ending=()
at_end() {
  ending+=("$1")
}

# with_lock NAME WHAT COMMAND...: runs the command while no other scenario runs one under the same name. WHAT is what
# they wait for.
with_lock() {
  local lock begun=$SECONDS
  exec {lock}>"$shared/$1.lock"
  flock --nonblock "$lock" || {
    flock "$lock"
    say "waited - $((SECONDS - begun)) s for $2"
  }
  "${@:3}" {lock}>&-
  exec {lock}>&-
}

# minimal_lock: locks minimal once for all scenarios, so that a mirror that moves meanwhile changes nothing.
minimal_lock() {
  minimal_lock=$shared/minimal.lock.json
  with_lock lock-minimal "the lock of minimal" make_minimal_lock
}
make_minimal_lock() {
  [ -e "$minimal_lock" ] || debootc lock "$root/treefiles/minimal.yaml" --lock "$minimal_lock"
}

# tiny_lock: the same of tiny, for scenarios that do not ask how it is locked.
tiny_lock() {
  tiny_lock=$shared/tiny.lock.json
  with_lock lock-tiny "the lock of tiny" make_tiny_lock
}
make_tiny_lock() {
  [ -e "$tiny_lock" ] || debootc lock "$root/treefiles/tiny.yaml" --lock "$tiny_lock"
}

# minimal_compose: sets $minimal to a compose of minimal that scenarios share, made once in each run of script/test. By
# hand it is composed anew, for the code may have changed; steps that stand in the cache are reused.
minimal_compose() {
  minimal_lock
  with_lock compose-minimal "the compose of minimal" make_minimal_compose
  minimal=$(cat "$shared/minimal.compose")
}
make_minimal_compose() {
  local run=${E2E_RUN:-}
  [ -z "$run" ] || [ "$(cat "$shared/minimal.run" 2>/dev/null)" != "$run" ] || return 0
  debootc compose "$root/treefiles/minimal.yaml" --lock "$minimal_lock" --output-dir "$shared/out"
  # Not `latest`: another compose may come to stand there.
  readlink -f "$shared/out/latest" >"$shared/minimal.compose"
  echo "$run" >"$shared/minimal.run"
}

# What a compose does without in a scenario that looks only at its tree or its image: a fifth of what a change costs.
unjudged=(--skip lint,report)

# skip REASON: ends the scenario without a verdict.
skip() {
  say "skip - $1"
  exit 0
}

needs_root() {
  [ "$(id -u)" -eq 0 ] || skip "$1: needs root"
}

# act is built if there is Go.
needs_act() {
  "$root/script/act" --find >/dev/null || skip "needs act, or Go to build it"
}

only_in_full_run() {
  [ -n "${DEBOOTC_TEST_FULL:-}" ] || skip "$1: only in script/test --full"
}

pass() {
  say "ok - $1"
}

fail() {
  failed=1
  say "not ok - $1"
  exit 1
}

say() {
  echo "$1" >&4
  echo "$1" >&3
}

# Sets $leaks, and $leaked_processes. What was killed may need a moment to be gone.
find_leaks() {
  for _ in {1..10}; do
    leaks=$(comm -13 <(echo "$mounts_at_start") <(list_mounts))
    find_processes
    [ -n "$leaks" ] || return 0
    sleep 0.5
  done
}

# All mounts of a namespace of its own are the scenario's; of loop devices, which the whole machine shares, those of its
# files.
list_mounts() {
  {
    [ "$(id -u)" -ne 0 ] || awk '{ print "mount " $5 }' /proc/self/mountinfo
    losetup --list --noheadings --output NAME,BACK-FILE |
      awk -v work="$work/" -v shared="$shared/" 'index($0, work) || index($0, shared) { print "loop device " $0 }'
  } | sort
}

# Of this session, or in this mount namespace, or with $work in the command line, for a sandbox has others of its own;
# but not what the scenario itself keeps running, which $kept names.
kept=()
find_processes() {
  local list pid of_session namespace state words
  leaked_processes=()
  list=$(exec ps -e -ww -o pid=,sid=,mntns=,stat=,args=)
  while read -r pid of_session namespace state words; do
    [ "$of_session" = "$session" ] || [ "$namespace" = "$own_namespace" ] || [[ "$words" == *"$work"* ]] || continue
    case "$pid $state $words" in
      "$$ "* | "$session "* | *" Z"* | *" ps -e -ww "*) continue ;;
    esac
    [[ " ${kept[*]} " != *" $pid "* ]] || continue
    leaks+="process $pid: $words; "
    leaked_processes+=("$pid")
  done <<<"$list"
}

finish() {
  local status=$1 command
  trap - EXIT
  trap "" TERM INT HUP
  for command in "${ending[@]}"; do $command || true; done
  if [ "$status" -ne 0 ]; then
    [ -n "${failed:-}" ] || say "not ok - ended with exit status $status"
  else
    find_leaks
    # An account that a scenario makes is its own, with the ids that come along.
    [[ "${user:-}" != debootc-e2e* ]] || leaks+=$(grep -s "^$user:" /etc/passwd /etc/subuid /etc/subgid | xargs || true)
    if [ -z "$leaks" ]; then
      say "ok - leaves nothing behind"
    else
      say "not ok - leaves behind: $leaks"
      status=1
    fi
  fi
  [ -z "${E2E_RUN:-}" ] || tell_processor_time
  find_processes
  [ ${#leaked_processes[@]} -eq 0 ] || kill -9 "${leaked_processes[@]}" || true
  if [ "$status" -ne 0 ]; then
    tail -n 200 "$log" | sed 's/^/| /' >&3
    echo "| the whole log: $log" >&3
  fi
  [ -z "$in_memory" ] || umount --lazy "$work"
  [ -n "${E2E_KEEP:-}" ] || rm -rf --one-file-system "$work"
  exit "$status"
}

# What was started here and has ended took so much of the processors. A subshell would know nothing of it.
tell_processor_time() {
  times >"$work/times"
  say "used - $(awk -F '[ms ]' 'NR == 2 { printf "%d", $1 * 60 + $2 + $4 * 60 + $5 }' "$work/times") s of processors"
}

# Whoever runs many scenarios stops one by this.
[ -z "${E2E_RUN:-}" ] || say "session - $session"
# A new network namespace has its `lo` switched off.
[ "$(id -u)" -ne 0 ] || ip link set lo up
own_namespace=none
[ "$(id -u)" -ne 0 ] || own_namespace=$(stat --dereference --format %i /proc/self/ns/mnt)
mounts_at_start=$(list_mounts)
