# shellcheck shell=bash
# Machines that do by themselves what a scenario wants: . "$root/e2e/lib/trial-machine.sh" after lib.sh.

# driver_service: prints a unit that runs /usr/lib/trial/driver at each boot that comes up.
driver_service() {
  cat <<'U'
[Unit]
Requires=debootc-boot-complete.service
After=debootc-boot-complete.service multi-user.target
[Service]
ExecStart=/usr/lib/trial/driver
StandardOutput=journal+console
StandardError=journal+console
[Install]
WantedBy=multi-user.target
U
}

# boot_until_off CONSOLE OPTION...: boots a machine with these options of qemu until it switches itself off; its console goes
# into a file. It has one processor: an emulated kernel now and then dies of the second one.
boot_until_off() {
  local console=$1
  timeout 3300 qemu-system-x86_64 -machine q35 -accel tcg -cpu max -smp 1 -bios /usr/share/ovmf/OVMF.fd \
    -device virtio-rng-pci -display none -monitor none -serial "file:$console" "${@:2}" ||
    { tail -n 100 "$console" && fail "the machine did not switch itself off"; }
  tr -d '\r' <"$console" | grep -aE 'TRIAL|debootc:|bootupctl|error' || true
}
