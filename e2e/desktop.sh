#!/bin/bash
# The desktop that `debootc init` begins: its login screen comes up, and its account has the password that the machine was
# started with.
# takes: 1 s, 1500 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
only_in_full_run "a large tree and a boot of it"

debootc init "$work/desk" --template desktop --no-lock
debootc compose "$work/desk/system.yaml" --output-dir "$work/out" "${unjudged[@]}"
debootc export disk latest --output-dir "$work/out" --format raw
disk=$(ls "$work"/out/latest/compose/*/*/images/*.raw)
printf 'io.systemd.credential:passwd.hashed-password.admin=%s' "$(openssl passwd -6 word)" >"$work/credential"
mkfifo "$work/typed"
exec 5<>"$work/typed"
qemu-system-x86_64 -machine q35 -accel tcg -cpu max,-erms,-fsrm -smp 2 -m 2048 -bios /usr/share/ovmf/OVMF.fd \
  -drive "file=$disk,format=raw,if=virtio,cache=unsafe" -vga std -display none -no-reboot \
  -monitor "unix:$work/monitor,server,nowait" -smbios "type=11,path=$work/credential" -serial stdio \
  <&5 >"$work/console" 2>&1 &
machine=$!
at_end power_off
power_off() { kill "$machine" 2>/dev/null && wait "$machine" || true; }
# reaches PATTERN: waits until the console has a line that matches.
reaches() {
  for _ in $(seq 900); do
    tr -d '\r' <"$work/console" >"$work/lines"
    grep --quiet --extended-regexp -e "$1" "$work/lines" && return
    kill -0 "$machine" 2>/dev/null || return
    sleep 1
  done
  return 1
}
assert "it boots to a login" reaches ' login:'
echo admin >&5
assert "an account is asked for its password" reaches 'Password:'
echo word >&5
assert "and is let in" reaches 'admin@'
echo 'echo word | sudo --stdin --prompt= id --user | sed "s/^/sudo gives /"' >&5
assert "sudo takes the same password" reaches 'sudo gives 0'
echo 'until loginctl --no-legend list-sessions | grep lightdm >/dev/null; do sleep 1; done; echo "a greeter" is there' >&5
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
echo 'systemctl is-system-running; systemctl list-units --failed --no-legend --plain; echo "all of" them' >&5
assert "the system is up" reaches 'all of them'
assert_not "without a failed unit" grep degraded "$work/lines"
