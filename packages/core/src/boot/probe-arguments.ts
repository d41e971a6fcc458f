/** Where the probe lies in the running system. It is put there through the disk's /var, never through the tree. */
export const probePath = "/var/lib/debootc-probe/probe.sh";
/** The serial port the probe writes to: the console's output never gets there. */
const probePort = "/dev/ttyS1";

/**
 * Kernel arguments that start the probe in any Debian with systemd 252 or newer, and make a failure show early.
 * `defaultTarget` is the unit that the tree's default.target leads to.
 */
export function probeArguments(defaultTarget: string): string {
  return [
    "console=ttyS0",
    "systemd.show_status=yes",
    // A panic reboots at once, and qemu ends instead of rebooting.
    "panic=-1",
    // dracut waits for the root device for ever otherwise.
    "rd.timeout=90",
    // A service of its own: while the command's own job runs, the system counts as starting.
    `systemd.run="systemd-run --no-block --collect --unit=debootc-probe /bin/sh ${probePath} ${probePort}"`,
    "systemd.run_success_action=none",
    "systemd.run_failure_action=none",
    // systemd.run makes default.target lead to the command alone. The system is to start as it is: its own
    // target, with the command and with what the tree has in default.target.wants.
    `systemd.unit=${defaultTarget}`,
    "systemd.wants=kernel-command-line.service",
    "systemd.wants=default.target",
  ].join(" ");
}
