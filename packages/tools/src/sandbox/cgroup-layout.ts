import { access, constants, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** What a build is limited by and measured with. */
export const controllers = ["memory", "pids", "cpu", "cpuacct"] as const;
export type Controller = (typeof controllers)[number];

/** Where groups may be made here: for each controller the directory in which to make one. */
export interface CgroupLayout {
  /** 1: a hierarchy for each controller. 2: one for all; `cpuacct` is part of `cpu` there. */
  readonly version: 1 | 2;
  /** A controller without a directory cannot be used. */
  readonly parents: Readonly<Partial<Record<Controller, string>>>;
}

export type CgroupProbe =
  | { readonly layout: CgroupLayout }
  /** Nothing can be limited; `reason` says why. */
  | { readonly layout: undefined; readonly reason: string };

/**
 * Which control groups this process may make groups in, below the ones it is in itself, so that limits set on debootc
 * bind its builds too. For a unified hierarchy it may have to be a group above: one that has processes can give its
 * controllers to no group below (the "no internal processes" rule of cgroups(7)). With `onlyLook` nothing is changed, and
 * what is answered for version 2 is what would probably be.
 */
export async function probeCgroups({ onlyLook = false } = {}): Promise<CgroupProbe> {
  const [membership, mountInfo] = await Promise.all([
    readFile("/proc/self/cgroup", "utf8"),
    readFile("/proc/self/mountinfo", "utf8"),
  ]);
  return probeHierarchies(readHierarchies(membership, mountInfo), onlyLook);
}

export interface Hierarchy {
  readonly version: 1 | 2;
  /** Of a version 1 hierarchy; such as `cpu`, `name=systemd`. */
  readonly controllers: readonly string[];
  /** Where it is mounted. */
  readonly top: string;
  /** Directory of the group that this process is in. */
  readonly own: string;
}

/** Joins the texts of /proc/self/cgroup and /proc/self/mountinfo. Hierarchies that are not mounted, or not at hand, are left out. */
export function readHierarchies(membership: string, mountInfo: string): Hierarchy[] {
  const mounts = mountInfo.split("\n").flatMap((line) => {
    const [head = "", tail = ""] = line.split(" - ", 2);
    const [, , , root = "", top = ""] = head.split(" ");
    const [type = "", , options = ""] = tail.split(" ");
    return type === "cgroup" || type === "cgroup2" ? [{ type, root, top, options: options.split(",") }] : [];
  });
  return membership.split("\n").flatMap((line) => {
    const [, names, path] = /^[0-9]+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (names === undefined || path === undefined) return [];
    const version = names === "" ? 2 : 1;
    const wanted = names.split(",");
    const mount = mounts.find(({ type, options }) =>
      version === 2
        ? type === "cgroup2"
        : type === "cgroup" && wanted.every((name) => options.includes(name)),
    );
    const below = mount === undefined ? undefined : pathBelow(mount.root, path);
    if (mount === undefined || below === undefined) return [];
    return [
      {
        version,
        controllers: version === 2 ? [] : wanted,
        top: mount.top,
        own: resolve(mount.top, `.${below}`),
      },
    ];
  });
}

/** Of a path seen from the top of the hierarchy; undefined when it is outside of what is mounted. */
function pathBelow(root: string, path: string): string | undefined {
  // From within a namespace, what lies above is told as /..
  if (path.startsWith("/..") || root.startsWith("/..")) return undefined;
  if (root === "/") return path;
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) || "/" : undefined;
}

/** Version 1 where it has the controllers, for a kernel has each in one hierarchy only. */
export async function probeHierarchies(
  hierarchies: readonly Hierarchy[],
  onlyLook = false,
): Promise<CgroupProbe> {
  const old = await probeVersion1(hierarchies);
  if (old !== undefined) return { layout: old };
  const unified = hierarchies.find(({ version }) => version === 2);
  if (unified === undefined) return { layout: undefined, reason: "no control groups are mounted" };
  return probeVersion2(unified, onlyLook);
}

async function probeVersion1(hierarchies: readonly Hierarchy[]): Promise<CgroupLayout | undefined> {
  const parents: Partial<Record<Controller, string>> = {};
  for (const controller of controllers) {
    const hierarchy = hierarchies.find(
      (candidate) => candidate.version === 1 && candidate.controllers.includes(controller),
    );
    if (hierarchy !== undefined && (await isWritable(hierarchy.own))) parents[controller] = hierarchy.own;
  }
  return Object.keys(parents).length === 0 ? undefined : { version: 1, parents };
}

async function probeVersion2({ top, own }: Hierarchy, onlyLook: boolean): Promise<CgroupProbe> {
  let reason = "it has no controller that limits anything";
  for (let directory = own; ; directory = dirname(directory)) {
    if (!(await isWritable(directory))) {
      reason = `${directory} may not be changed by this user`;
    } else {
      const given = await (onlyLook ? controllersToGive(directory) : giveControllers(directory));
      if (given.length > 0) return { layout: { version: 2, parents: parentsOf(directory, given) } };
      const inside = await readdir(directory).catch((): string[] => []);
      if (inside.includes("cgroup.procs"))
        reason = `${directory} has processes of its own, or no controllers to give`;
    }
    if (directory === top || directory === "/") break;
  }
  return { layout: undefined, reason: `control groups cannot be used: ${reason}` };
}

/** Lets the groups below a directory have the controllers, and answers with those they have. */
async function giveControllers(directory: string): Promise<string[]> {
  const available = await words(join(directory, "cgroup.controllers"));
  const file = join(directory, "cgroup.subtree_control");
  const given = await words(file);
  for (const name of ["memory", "pids", "cpu"].filter(
    (one) => available.includes(one) && !given.includes(one),
  )) {
    // Refused where the group has processes; one of its ancestors may do.
    await writeFile(file, `+${name}`).catch(() => {});
  }
  const now = await words(file);
  return ["memory", "pids", "cpu"].filter((name) => now.includes(name));
}

/** What `giveControllers` would answer, as far as it can be told without trying. */
async function controllersToGive(directory: string): Promise<string[]> {
  const available = await words(join(directory, "cgroup.controllers"));
  const given = await words(join(directory, "cgroup.subtree_control"));
  const hasProcesses = (await words(join(directory, "cgroup.procs"))).length > 0;
  return ["memory", "pids", "cpu"].filter(
    (name) => given.includes(name) || (!hasProcesses && available.includes(name)),
  );
}

function parentsOf(directory: string, given: readonly string[]): CgroupLayout["parents"] {
  return {
    ...(given.includes("memory") ? { memory: directory } : {}),
    ...(given.includes("pids") ? { pids: directory } : {}),
    // Time is counted in every group.
    ...(given.includes("cpu") ? { cpu: directory } : {}),
    cpuacct: directory,
  };
}

async function words(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split(/\s+/).filter((word) => word !== "");
}

async function isWritable(directory: string): Promise<boolean> {
  return access(directory, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
