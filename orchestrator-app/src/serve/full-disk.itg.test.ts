import { run } from "@debootc/tools/run";
import { mkdir, mkdtempDisposable, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { post, startHubProcess } from "./hub-process.fixture.ts";

test("a hub whose disk gets full loses nothing that it acknowledged, refuses the rest, and goes on when there is room", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-full-"));
  const disk = join(work.path, "disk");
  await mkdir(disk);
  await run({ tool: "mount", args: ["-t", "tmpfs", "-o", "size=256m", "tmpfs", disk] });
  try {
    const directory = join(disk, "hub");
    const hub = await startHubProcess({ DEBOOTC_HUB_DATA_DIR: directory });
    const acknowledged: string[] = [];
    let sent = 0;
    // What does not compress takes its room.
    const noise = () => Array.from({ length: 20_000 }, () => Math.random().toString(36)).join("");
    const pour = async () => {
      const guid = `full-${sent++}`;
      const status = await post(hub.url, "ping", guid, { zen: noise() });
      if (status === 202) acknowledged.push(guid);
      return status;
    };
    expect(await pour()).toBe(202);
    const filler = join(disk, "filler");
    const { bavail, bsize } = await statfs(disk);
    await writeFile(filler, Buffer.alloc(bavail * bsize - 72 * 2 ** 20));
    await expect.poll(pour, { timeout: 120_000, interval: 0 }).toBe(503);
    await writeFile(join(disk, "rest"), Buffer.alloc(30 * 2 ** 20));
    expect(await pour()).toBe(503);
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${hub.url}/readyz`)).status).toBe(503);

    await rm(filler);
    await rm(join(disk, "rest"));
    await expect.poll(pour, { timeout: 60_000, interval: 100 }).toBe(202);
    expect(await hub.end("SIGKILL")).toBe("SIGKILL");
    await using database = await openDatabase({ directory });
    const stored = await database.queries.selectFrom("delivery").select("guid").execute();
    const guids = new Set(stored.map(({ guid }) => guid));
    expect(acknowledged.filter((guid) => !guids.has(guid))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(2);
  } finally {
    await run({ tool: "umount", args: ["--lazy", disk] });
  }
}, 300_000);
