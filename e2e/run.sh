#!/bin/bash
# A machine to use: a command in it by ssh, its console in a terminal, and no way to leave something behind.
# takes: 1 s, 180 s in the full run
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "deploying a tree keeps its owners"
only_in_full_run "disk.sh logs in to a machine in the same way; three boots"

minimal_compose
cp -a "$minimal" "$work/compose"
# What other scenarios do in a cache that they share is none of its business.
cache=$work/cache
left() { ls -A "$cache/steps/staging"; }

# in_terminal SENT WHEN: runs a machine by its console in a terminal, sends the text or signal once the console has said
# WHEN, and ends with its exit status. The terminal must be as it was.
cat >"$work/in-terminal.py" <<'TERMINAL'
import os, pty, signal, sys, termios, time
command, sent, when = sys.argv[1].split(), sys.argv[2], sys.argv[3].encode()
outer, inner = pty.openpty()
before = termios.tcgetattr(inner)
pid = os.fork()
if pid == 0:
    os.login_tty(inner)
    os.execvp(command[0], command)
os.set_blocking(outer, False)
heard, done, deadline = b"", False, time.time() + 300
while time.time() < deadline:
    try:
        heard += os.read(outer, 65536)
    except (BlockingIOError, OSError):
        time.sleep(0.1)
    if not done and when in heard:
        done = True
        if sent == "SIGINT": os.kill(pid, signal.SIGINT)
        else: os.write(outer, sent.encode().decode("unicode_escape").encode())
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended: break
else:
    os.kill(pid, signal.SIGKILL)
    status = -1
sys.stdout.buffer.write(heard)
print("terminal", "restored" if termios.tcgetattr(inner) == before else "left raw")
sys.exit(os.waitstatus_to_exitcode(status) if status >= 0 else 99)
TERMINAL
in_terminal() { python3 "$work/in-terminal.py" "$root/bin/debootc run $work/compose --cache-dir $cache" "$1" "$2" >"$work/said"; }

assert_status "Ctrl-A X ends a machine that is used by its console" 0 in_terminal '\x01x' 'Linux version'
assert_contains "its console was in the terminal" "$work/said" 'Linux version'
assert_contains "with the command to log in from another one" "$work/said" 'root@127.0.0.1'
assert_contains "and the terminal is as it was" "$work/said" 'terminal restored'
assert_contains "its console is kept as well" "$work/compose/logs/run/console.log" 'Linux version'
assert_status "SIGINT ends it, too" 130 in_terminal SIGINT 'Linux version'
assert_contains "and leaves the terminal as it was" "$work/said" 'terminal restored'
assert_equal "disk and key are gone" "" "$(left)"

cat >"$work/inside" <<'INSIDE'
echo "user $(id -un)"
echo "words $# $1"
systemctl is-system-running --wait
systemctl --failed --no-legend --plain
echo "address $(hostname -I)"
journalctl --boot --dmesg --grep 'audit: type=1(130|131)' --quiet | wc -l | sed 's/^/audit lines /'
exit 5
INSIDE
assert_status "a command runs in the machine, and its exit status is that of debootc" 5 \
  debootc run "$work/compose" --cache-dir "$cache" --ssh -- sh -c "$(cat "$work/inside")" word 'two words' >"$work/said"
cat "$work/said"
assert_contains "as root" "$work/said" 'user root'
assert_contains "with its words as they were" "$work/said" 'words 1 two words'
assert_matches "in a system where nothing failed" "$work/said" '^running$'
assert_matches "and that has an address" "$work/said" '^address 10\.'
assert_contains "without lines of the kernel's audit" "$work/said" 'audit lines 0'
assert_equal "nothing of the run is left" "" "$(left)"
assert_status "a disk that was not exported is not booted" 2 debootc run "$work/compose" --cache-dir "$cache" --disk --ssh
