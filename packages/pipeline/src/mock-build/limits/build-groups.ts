import { type Cgroup, killCgroup, removeCgroup } from "@debootc/tools/sandbox/cgroup";
import { listCgroups } from "@debootc/tools/sandbox/list-cgroups";
import { basename } from "node:path";
import {
  formatIdentity,
  type Life,
  lifeOf,
  parseIdentity,
  type ProcessIdentity,
} from "../../cache/process-identity.ts";

const prefix = "debootc-build.";

/** Name of the control group of one step of a build, from which everybody can tell whose it is. */
export function groupName(owner: ProcessIdentity, step: string): string {
  return `${prefix}${formatIdentity(owner)}.${step}`;
}

export interface BuildGroup {
  readonly directory: string;
  readonly owner: ProcessIdentity;
  readonly life: Life;
}

/** The control groups of builds on this machine, of each hierarchy. */
export async function listBuildGroups(): Promise<BuildGroup[]> {
  const groups: BuildGroup[] = [];
  for (const directory of await listCgroups(prefix)) {
    const owner = ownerOf(basename(directory));
    if (owner !== undefined) groups.push({ directory, owner, life: await lifeOf(owner) });
  }
  return groups;
}

/** Whose group of this name is; undefined when it is no name of `groupName`. */
export function ownerOf(name: string): ProcessIdentity | undefined {
  if (!name.startsWith(prefix)) return undefined;
  return parseIdentity(name.slice(prefix.length).split(".").slice(0, 4).join("."));
}

/** Ends what is left in a group whose owner died, and removes it. */
export async function removeBuildGroup(directory: string): Promise<void> {
  // What each hierarchy has of it is a directory of its own, and removed by itself.
  const group: Cgroup = { version: 2, directories: { pids: directory, cpuacct: directory } };
  await killCgroup(group);
  await removeCgroup(group);
}
