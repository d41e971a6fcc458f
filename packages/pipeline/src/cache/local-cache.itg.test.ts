import { digestOfBytes } from "@debootc/core/record/digest";
import { type Running, runStream } from "@debootc/tools/run";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalCache, openLocalCache } from "./local-cache.ts";
import { removeTree } from "../worker/remove-tree.ts";

let directory: string;
let cache: LocalCache;
const key = digestOfBytes("shared");
const now = new Date("2025-01-31T12:00:00Z");

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-cache-"));
  cache = await openLocalCache({
    directory: join(directory, "cache"),
    trustDomain: "trusted",
    producer: "0.0.0",
    clock: () => now,
    removeTree,
  });
});
afterEach(() => rm(directory, { recursive: true }));

interface Child extends Running {
  /** The next line it says. */
  readonly line: () => Promise<string>;
}

function child(mode: string, ...args: readonly string[]): Child {
  const script = join(import.meta.dirname, "cache-process.fixture.ts");
  const running = runStream({
    tool: process.execPath,
    args: [script, mode, join(directory, "cache"), ...args],
  });
  const lines = createInterface(running.stdout)[Symbol.asyncIterator]();
  return { ...running, line: async () => String((await lines.next()).value) };
}

async function killed(process: Child): Promise<void> {
  process.kill();
  await expect(process.done).rejects.toThrow(/SIGKILL/);
}

const namesIn = (part: string) => readdir(join(directory, "cache", part));

test("when six processes put one key at once, one wins and all read its entry", async () => {
  const gate = join(directory, "gate");
  const children = Array.from({ length: 6 }, () => child("put", gate));
  expect(new Set(await Promise.all(children.map((each) => each.line())))).toEqual(new Set(["producing"]));
  await writeFile(gate, "");
  const said = await Promise.all(children.map((each) => each.line()));
  await Promise.all(children.map((each) => each.done));

  expect(new Set(said).size).toBe(1);
  expect(said[0]).toMatch(/^read [0-9]+$/);
  expect(await cache.verify()).toEqual([{ kind: "root", key, state: "sound" }]);
  expect([...(await namesIn("staging")), ...(await namesIn("leases"))]).toEqual([]);
});

test("a producer that is killed leaves no entry, and its staging directory goes with the next prune", async () => {
  const producer = child("put", join(directory, "never"));
  await producer.line();
  expect(await cache.prune({ maxBytes: 0, now })).toMatchObject({ abandoned: 0 });
  await killed(producer);

  expect(await cache.get("root", key)).toBeUndefined();
  expect(await namesIn("staging")).toHaveLength(1);
  expect(await cache.prune({ maxBytes: 0, now })).toMatchObject({ abandoned: 1 });
  expect(await namesIn("staging")).toEqual([]);
});

test("a lease protects its entry as long as the process that holds it lives", async () => {
  await (
    await cache.put("root", key, async (content) => {
      await writeFile(join(content, "file"), "tree");
      return digestOfBytes("output");
    })
  )[Symbol.asyncDispose]();
  const holder = child("hold");
  expect(await holder.line()).toBe("holding");

  expect((await cache.prune({ maxBytes: 0, now })).removed).toEqual([]);
  expect(await cache.list()).toMatchObject([{ key, held: true }]);

  await killed(holder);
  expect((await cache.prune({ maxBytes: 0, now })).removed).toMatchObject([{ key }]);
  expect(await namesIn("leases")).toEqual([]);
});

test("while processes get, put and prune the same keys, held entries stay intact", async () => {
  const children = [1, 2, 3, 4].map((seed) => child("churn", String(seed), "150"));
  expect(await Promise.all(children.map((each) => each.line()))).toEqual(Array(4).fill("sound"));
  await Promise.all(children.map((each) => each.done));
  await cache.prune({ maxBytes: 0, now });

  expect(await cache.list()).toEqual([]);
  expect([...(await namesIn("staging")), ...(await namesIn("leases"))]).toEqual([]);
});
