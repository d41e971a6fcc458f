import type { RootDirectory } from "../tree/root-directory.ts";
import { emptiedDirectories } from "./judge/path-makers.ts";
import { readPackageLists } from "./packages/package-files.ts";

/** Files that running programs leave behind: locks, backups of account files, and keys that belong to one machine. */
const runTraces = [
  "/etc/.pwd.lock",
  "/etc/group-",
  "/etc/gshadow-",
  "/etc/passwd-",
  "/etc/shadow-",
  "/etc/subgid-",
  "/etc/subuid-",
  "/usr/lib/locale/.lock",
];
/** Files that belong to the build and would reveal the building machine. */
const buildTraces = [
  "/etc/.resolv.conf.systemd-resolved.bak",
  "/etc/apt/apt.conf.d/99mmdebstrap",
  "/etc/apt/sources.list",
  "/etc/dpkg/dpkg.cfg.d/99mmdebstrap",
];
/** Copies of the building machine's files, unless a package ships its own: mmdebstrap makes them where none is. */
const copies = ["/etc/hostname", "/etc/resolv.conf"];

/**
 * Removes traces of the build right after the packages are configured, before the treefile adds its own files. A link is
 * never one: only a package makes it, such as resolvconf's from /etc/resolv.conf into /run.
 */
export async function removeBuildTraces(root: RootDirectory): Promise<void> {
  for (const path of buildTraces) await removeUnlessLink(root, path);
  const shipped = new Set([...(await readPackageLists(root)).values()].flat());
  for (const path of copies) if (!shipped.has(path)) await removeUnlessLink(root, path);
  await removeRunTraces(root);
}

async function removeUnlessLink(root: RootDirectory, path: string): Promise<void> {
  if ((await root.stat(path))?.isSymbolicLink() !== true) await root.remove(path);
}

/** Removes what programs leave behind, again at the end: scripts and the initramfs generator run programs too. */
export async function removeRunTraces(root: RootDirectory): Promise<void> {
  for (const path of runTraces) await removeUnlessLink(root, path);
  for (const name of await root.list("/etc/ssh")) {
    if (/^ssh_host_.*key(\.pub)?$/.test(name)) await removeUnlessLink(root, `/etc/ssh/${name}`);
  }
  for (const directory of emptiedDirectories) {
    await root.makeDirectory(directory, directory === "/tmp" ? 0o1777 : 0o755);
    await root.empty(directory);
  }
}
