import type { RootDirectory } from "./root-directory.ts";

/** What belongs to the build or to one machine and must not be in an image (ssh host keys, backups, host names). */
const traces = [
  "/etc/.pwd.lock",
  "/etc/.resolv.conf.systemd-resolved.bak",
  "/etc/apt/apt.conf.d/99mmdebstrap",
  "/etc/apt/sources.list",
  "/etc/group-",
  "/etc/gshadow-",
  "/etc/hostname",
  "/etc/passwd-",
  "/etc/resolv.conf",
  "/etc/shadow-",
  "/etc/subgid-",
  "/etc/subuid-",
  "/usr/lib/locale/.lock",
];
const emptied = ["/dev", "/proc", "/run", "/sys", "/tmp"];

export async function removeBuildTraces(root: RootDirectory): Promise<void> {
  for (const path of traces) await root.remove(path);
  for (const name of await root.list("/etc/ssh")) {
    if (/^ssh_host_.*key(\.pub)?$/.test(name)) await root.remove(`/etc/ssh/${name}`);
  }
  for (const directory of emptied) {
    await root.makeDirectory(directory, directory === "/tmp" ? 0o1777 : 0o755);
    await root.empty(directory);
  }
}
