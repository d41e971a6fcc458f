import { removeCgroupTree } from "@debootc/tools/sandbox/cgroup-tree";
import { listCgroups } from "@debootc/tools/sandbox/list-cgroups";
import { killMarked } from "@debootc/tools/sandbox/marked-processes";
import { createHash } from "node:crypto";

/** Is in the environment of all that an order starts: the mark of the agent's work directory, and the order. */
export const markVariable = "DEBOOTC_ORDER";

const prefix = "debootc-order.";

/** Returns what marks the orders of one work directory, which one agent at a time uses. */
export function markOf(workDir: string): string {
  return createHash("sha256").update(workDir).digest("hex").slice(0, 16);
}

/** Returns what marks one order. */
export function orderMark(mark: string, id: string): string {
  return `${mark}/${id}`;
}

/** Names the control group of an order. */
export function groupNameOf(mark: string, id: string): string {
  return `${prefix}${mark}.${id}.run`;
}

/** Kills every process in the group of an order, and removes it. Returns how many there were. */
export async function endGroup(mark: string, id: string): Promise<number> {
  return removeCgroupTree(await listCgroups(`${prefix}${mark}.${id}.`));
}

/** Kills every process of an order, those among them that have left its group. Returns how many there were. */
export async function endProcesses(mark: string, id: string): Promise<number> {
  return (await endGroup(mark, id)) + (await killMarked(markVariable, `${orderMark(mark, id)}\0`));
}

/** Kills every process of all orders of a work directory, and removes their groups. Returns how many there were. */
export async function endAllProcesses(mark: string): Promise<number> {
  const inGroups = await removeCgroupTree(await listCgroups(`${prefix}${mark}.`));
  return inGroups + (await killMarked(markVariable, `${mark}/`));
}
