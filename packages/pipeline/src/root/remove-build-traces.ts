import type { RootDirectory } from "../tree/root-directory.ts";

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
  "/etc/hostname",
  "/etc/resolv.conf",
];
const emptied = ["/dev", "/proc", "/run", "/sys", "/tmp"];

/** Removes traces of the build right after the packages are configured, before the treefile adds its own files. */
export async function removeBuildTraces(root: RootDirectory): Promise<void> {
  for (const path of buildTraces) await root.remove(path);
  await removeRunTraces(root);
}

/** Removes what programs leave behind, again at the end: scripts and the initramfs generator run programs too. */
export async function removeRunTraces(root: RootDirectory): Promise<void> {
  for (const path of runTraces) await root.remove(path);
  for (const name of await root.list("/etc/ssh")) {
    if (/^ssh_host_.*key(\.pub)?$/.test(name)) await root.remove(`/etc/ssh/${name}`);
  }
  for (const directory of emptied) {
    await root.makeDirectory(directory, directory === "/tmp" ? 0o1777 : 0o755);
    await root.empty(directory);
  }
}
