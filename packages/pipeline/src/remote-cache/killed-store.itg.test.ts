import { runStream } from "@debootc/tools/run";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { remoteScene } from "./remote-scene.fixture.ts";
import { verifyRemote } from "./remote-upkeep.ts";

const script = join(import.meta.dirname, "store-process.fixture.ts");

test("two machines that store at once and are killed leave nothing half", async () => {
  const scene = await remoteScene();
  for (let round = 0; round < 6; round += 1) {
    const machines = [0, 1].map((number) => {
      const own = join(scene.home, `machine-${round}-${number}`);
      return {
        own,
        start: () => runStream({ tool: process.execPath, args: [script, own, scene.directory] }),
      };
    });
    for (const { own } of machines) await mkdir(own);
    const running = machines.map(({ start }) => start());
    // Each has stored something, and is somewhere in the next.
    for (const { stdout } of running) await createInterface(stdout)[Symbol.asyncIterator]().next();
    await sleep(17 * round);
    for (const { kill, done } of running) {
      kill();
      await expect(done).rejects.toThrow(/SIGKILL/);
    }

    const verified = await verifyRemote(scene.directory, { fix: false, onEntry: () => {} });
    expect(verified.damage).toEqual([]);
    if (round > 0) expect(verified.entries).toBeGreaterThan(0);
  }
}, 60_000);
