import { readdir, readFile, readlink } from "node:fs/promises";
import type { Socket } from "node:net";

/** Returns the id of the process of this machine that holds the other end of a connection over 127.0.0.1. */
export async function clientProcess({ remotePort = 0 }: Socket): Promise<number> {
  const port = remotePort.toString(16).toUpperCase().padStart(4, "0");
  const table = (await readFile("/proc/net/tcp", "utf8")).split("\n").map((line) => line.trim().split(/\s+/));
  const inode = table.find(([, local = "", , state]) => local.endsWith(`:${port}`) && state === "01")?.[9];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "");
      if (target === `socket:[${inode}]`) return Number(pid);
    }
  }
  throw new Error(`No process has a connection from port ${remotePort}.`);
}
