import { mkdir, mkdtempDisposable, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { namesInCache } from "./names-in-cache.ts";

test("what a cache has is told by its names, the newest first, and nothing that is half made", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-cache-"));
  const add = async (kind: string, hex: string, seconds: number) => {
    const directory = join(work.path, "steps", "entries", kind, hex);
    await mkdir(directory, { recursive: true });
    if (seconds === 0) return;
    await writeFile(join(directory, "entry.json"), "{}");
    await utimes(join(directory, "entry.json"), seconds, seconds);
  };
  await add("root", "a".repeat(64), 100);
  await add("base-root", "b".repeat(64), 200);
  await add("root", "c".repeat(64), 0);
  await add("root", "no-digest", 300);

  expect(await namesInCache(work.path)).toEqual([
    `base-root:sha256:${"b".repeat(64)}`,
    `root:sha256:${"a".repeat(64)}`,
  ]);
  expect(await namesInCache(work.path, { since: 200_000 })).toEqual([`base-root:sha256:${"b".repeat(64)}`]);
  expect(await namesInCache(work.path, { most: 1 })).toHaveLength(1);
  await add("root", "d".repeat(64), 150);
  expect(await namesInCache(work.path, { mostOfKind: 1 })).toEqual([
    `base-root:sha256:${"b".repeat(64)}`,
    `root:sha256:${"d".repeat(64)}`,
  ]);
  expect(await namesInCache(join(work.path, "missing"))).toEqual([]);
});
