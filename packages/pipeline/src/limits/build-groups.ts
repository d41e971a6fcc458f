import { type Cgroup, killCgroup, removeCgroup } from "@debootc/tools/sandbox/cgroup";
import { listCgroups } from "@debootc/tools/sandbox/list-cgroups";
import { basename } from "node:path";
import {
  formatIdentity,
  type Life,
  lifeOf,
  parseIdentity,
  type ProcessIdentity,
} from "../cache/process-identity.ts";

const prefix = "debootc-build.";

/** Names the control group of one step of a build; the name shows its owner. */
export function groupName(owner: ProcessIdentity, step: string): string {
  return `${prefix}${formatIdentity(owner)}.${step}`;
}

export interface BuildGroup {
  readonly directory: string;
  readonly owner: ProcessIdentity;
  readonly life: Life;
}

/** Lists the control groups of builds on this machine, in all hierarchies. */
export async function listBuildGroups(): Promise<BuildGroup[]> {
  const groups: BuildGroup[] = [];
  for (const directory of await listCgroups(prefix)) {
    const owner = ownerOf(basename(directory));
    if (owner !== undefined) groups.push({ directory, owner, life: await lifeOf(owner) });
  }
  return groups;
}

/** Parses the owner from a group's name; undefined for a name that is not from `groupName`. */
export function ownerOf(name: string): ProcessIdentity | undefined {
  if (!name.startsWith(prefix)) return undefined;
  return parseIdentity(name.slice(prefix.length).split(".").slice(0, 4).join("."));
}

/** Kills what is left in a group whose owner died, and removes the group. */
export async function removeBuildGroup(directory: string): Promise<void> {
  // Each hierarchy has its own directory for the group, which is removed separately.
  const group: Cgroup = { version: 2, directories: { pids: directory, cpuacct: directory } };
  await killCgroup(group);
  await removeCgroup(group);
}

/** Removes the groups that killed workers left. debootc doctor finds those that cannot be removed here. */
export async function removeAbandonedGroups(): Promise<void> {
  for (const { directory, life } of await listBuildGroups())
    if (life === "dead") await removeBuildGroup(directory).catch(() => {});
}
