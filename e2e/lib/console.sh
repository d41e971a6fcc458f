# A virtual machine that boots a disk, and is used by its console: . "$root/e2e/lib/console.sh"

# start_machine DISK [ARGUMENT...]: boots a raw disk by its own boot loader, with more arguments of qemu. It has one processor, as
# in trial-machine.sh; a desktop needs the second one.
start_machine() {
  mkfifo "$work/typed"
  exec 5<>"$work/typed"
  qemu-system-x86_64 -machine q35 -accel tcg -cpu max,-erms,-fsrm -smp 1 -m 2048 -bios /usr/share/ovmf/OVMF.fd \
    -drive "file=$1,format=raw,if=virtio,cache=unsafe" -nic user,model=virtio-net-pci -vga std -display none -no-reboot \
    -serial stdio "${@:2}" \
    <&5 >"$work/console" 2>&1 &
  machine=$!
  at_end power_off
}

power_off() { kill "$machine" 2>/dev/null && wait "$machine" || true; }

# types LINE: as a person at the console would.
types() { echo "$1" >&5; }

# reaches PATTERN: waits until the console has a line that matches; shows the end of it if that does not come.
reaches() {
  for _ in $(seq 900); do
    tr -d '\r' <"$work/console" >"$work/lines"
    grep --quiet --extended-regexp -e "$1" "$work/lines" && return
    kill -0 "$machine" 2>/dev/null || { echo "the machine has ended" && break; }
    sleep 1
  done
  tail -n 60 "$work/lines"
  return 1
}
