import { reasonOf } from "@debootc/tools/errno";
import type { CgroupLayout } from "@debootc/tools/sandbox/cgroup-layout";
import { probeCgroups } from "@debootc/tools/sandbox/cgroup-layout";
import { startSupervised } from "@debootc/tools/sandbox/supervised-command";
import type { Log } from "../log/log.ts";

/** Says by what means this host keeps orders apart, and ends them. */
export interface Isolation {
  readonly layout: CgroupLayout | undefined;
  readonly isolated: boolean;
}

/** Finds out what this host allows, and says loudly what it does not. */
export async function probeIsolation(log: Log): Promise<Isolation> {
  const groups = await probeCgroups();
  if (groups.layout === undefined)
    log.warn(
      { reason: groups.reason },
      "no control groups: the processes of orders are found by their environment, and nothing is measured",
    );
  const isolated = process.getuid?.() === 0 && (await canIsolate(log));
  if (!isolated)
    log.warn(
      {},
      "no namespaces: what a job mounts is seen by others, and a process that hides may outlive its order",
    );
  return { layout: groups.layout, isolated };
}

async function canIsolate(log: Log): Promise<boolean> {
  const secret = { variable: "DEBOOTC_PROBE", value: "" };
  const probe = startSupervised({ tool: "true", args: [], group: undefined, secret, isolated: true });
  probe.output.resume();
  try {
    const status = await probe.done;
    if (status === 0) return true;
    log.warn({ status }, "cannot make namespaces for processes and mounts");
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, "cannot make namespaces for processes and mounts");
  }
  return false;
}
