/** Says where the probe is in the running system. It gets there through the disk's /var, never through the tree. */
export const probePath = "/var/lib/debootc-probe/probe.sh";
/** The serial port that the probe writes to. The console's output never gets there. */
const probePort = "/dev/ttyS1";

/**
 * Returns kernel arguments that start the probe in any Debian with systemd 252 or newer, and that expose a failure
 * early. `defaultTarget` is the unit that the tree's default.target leads to.
 */
export function probeArguments(defaultTarget: string): string {
  return [
    "console=ttyS0",
    "systemd.show_status=yes",
    // A panic reboots at once, and qemu then exits instead of rebooting.
    "panic=-1",
    // Otherwise dracut waits forever for the root device.
    "rd.timeout=90",
    // The probe runs as a service of its own: the system counts as starting while the job of systemd.run is running.
    `systemd.run="systemd-run --no-block --collect --unit=debootc-probe /bin/sh ${probePath} ${probePort}"`,
    "systemd.run_success_action=none",
    "systemd.run_failure_action=none",
    // systemd.run makes default.target lead only to the command. The system must start as usual: its own target,
    // together with the command and what the tree has in default.target.wants.
    `systemd.unit=${defaultTarget}`,
    "systemd.wants=kernel-command-line.service",
    "systemd.wants=default.target",
  ].join(" ");
}
