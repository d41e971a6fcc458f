import { readFile } from "node:fs/promises";
import { findTool } from "../find-tool.ts";

/**
 * Words before a command that make its user root of a user namespace of its own, with the user's first block of
 * subordinate ids as the other ids of a root file system (unshare(1) with newuidmap(1); util-linux 2.38 and later).
 */
export const inUserNamespace: readonly string[] = [
  "unshare",
  "--user",
  "--map-root-user",
  "--map-auto",
  "--",
];

/** Whether this process is in a user namespace that is not the first one of the machine. */
export async function isInUserNamespace(): Promise<boolean> {
  return !mapsEverything(await readFile("/proc/self/uid_map", "utf8"));
}

/** The text of /proc/PID/uid_map: user_namespaces(7). */
export function mapsEverything(map: string): boolean {
  return /^\s*0\s+0\s+4294967295\s*$/.test(map);
}

/** What a machine says of user namespaces; absent where the kernel has no such setting. */
export interface UserNamespaceSettings {
  readonly largestNumber?: number;
  readonly unprivilegedClone?: number;
  readonly apparmorRestricts?: number;
  readonly hasNewuidmap: boolean;
  readonly hasSubordinateIds: boolean;
}

export async function readUserNamespaceSettings(user: {
  readonly uid: number;
}): Promise<UserNamespaceSettings> {
  const [largest, clone, apparmor, newuidmap, newgidmap, passwd, subuid, subgid] = await Promise.all([
    number("/proc/sys/user/max_user_namespaces"),
    number("/proc/sys/kernel/unprivileged_userns_clone"),
    number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
    findTool("newuidmap"),
    findTool("newgidmap"),
    text("/etc/passwd"),
    text("/etc/subuid"),
    text("/etc/subgid"),
  ]);
  const name = passwd
    .split("\n")
    .find((line) => line.split(":")[2] === String(user.uid))
    ?.split(":")[0];
  return {
    ...(largest === undefined ? {} : { largestNumber: largest }),
    ...(clone === undefined ? {} : { unprivilegedClone: clone }),
    ...(apparmor === undefined ? {} : { apparmorRestricts: apparmor }),
    hasNewuidmap: newuidmap !== undefined && newgidmap !== undefined,
    hasSubordinateIds: [subuid, subgid].every((list) => hasBlock(list, [name, String(user.uid)])),
  };
}

/** Why a user cannot make user namespaces with what a root file system needs, each with what mends it. */
export function userNamespaceObstacles(settings: UserNamespaceSettings): string[] {
  const { largestNumber, unprivilegedClone, apparmorRestricts, hasNewuidmap, hasSubordinateIds } = settings;
  return [
    ...(largestNumber === 0 ? ["the kernel allows none (sysctl user.max_user_namespaces=0)"] : []),
    ...(unprivilegedClone === 0
      ? ["only root may make them (sysctl kernel.unprivileged_userns_clone=0)"]
      : []),
    ...(apparmorRestricts === 1
      ? ["AppArmor takes all rights in them (sysctl kernel.apparmor_restrict_unprivileged_userns=1)"]
      : []),
    ...(hasNewuidmap ? [] : ["newuidmap is missing (apt-get install uidmap)"]),
    ...(hasSubordinateIds
      ? []
      : ["the user has no 65536 ids in /etc/subuid and /etc/subgid (usermod --add-subuids --add-subgids)"]),
  ];
}

/** subuid(5): `name-or-uid:first:count`. */
function hasBlock(list: string, names: readonly (string | undefined)[]): boolean {
  return list.split("\n").some((line) => {
    const [name = "", , count] = line.trim().split(":");
    return names.includes(name) && Number(count) >= 65_535;
  });
}

async function number(path: string): Promise<number | undefined> {
  const content = (await text(path)).trim();
  return /^[0-9]+$/.test(content) ? Number(content) : undefined;
}

async function text(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
