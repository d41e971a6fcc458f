#!/bin/bash
# The desktop that `debootc init` begins: its login screen comes up, and its account has the password that the machine was
# started with.
# takes: 1 s, 1500 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
only_in_full_run "a large tree and a boot of it"
. "$root/e2e/lib/console.sh"

debootc init "$work/desk" --template desktop --no-lock
debootc compose "$work/desk/system.yaml" --output-dir "$work/out" "${unjudged[@]}"
debootc export disk latest --output-dir "$work/out" --format raw
disk=$(ls "$work"/out/latest/compose/*/*/images/*.raw)
printf 'io.systemd.credential:passwd.hashed-password.admin=%s' "$(openssl passwd -6 word)" >"$work/credential"
start_machine "$disk" -smp 2 -monitor "unix:$work/monitor,server,nowait" -smbios "type=11,path=$work/credential"
assert "it boots to a login" reaches ' login:'
types admin
assert "an account is asked for its password" reaches 'Password:'
types word
assert "and is let in" reaches 'admin@'
types 'echo word | sudo --stdin --prompt= id --user | sed "s/^/sudo gives /"'
assert "sudo takes the same password" reaches 'sudo gives 0'
types 'until loginctl --no-legend list-sessions | grep lightdm >/dev/null; do sleep 1; done; echo "a greeter" is there'
assert "the login screen has a session" reaches 'a greeter is there'
# A console, and a screen that is still black, have a few colours; a login screen has those of smooth letters.
cat >"$work/colours.py" <<'P'
import socket, sys, time
monitor = socket.socket(socket.AF_UNIX)
monitor.connect(sys.argv[1])
for _ in range(60):
    monitor.sendall(f"screendump {sys.argv[2]}\n".encode())
    time.sleep(10)
    data = open(sys.argv[2], "rb").read().split(b"\n", 3)[-1]
    colours = len({data[at : at + 3] for at in range(0, len(data) - 2, 3)})
    if colours > 50:
        print(colours)
        sys.exit()
sys.exit("the screen stays empty")
P
assert "and is on the screen" python3 "$work/colours.py" "$work/monitor" "$work/screen.ppm"
cp "$work/screen.ppm" "$root/out/test-logs/desktop-screen.ppm"
types 'systemctl is-system-running; systemctl list-units --failed --no-legend --plain; echo "all of" them'
assert "the system is up" reaches 'all of them'
assert_not "without a failed unit" grep degraded "$work/lines"
