import { run } from "@debootc/tools/run";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyTree } from "@debootc/tools/files/copy-tree";
import { copyRepositoryFromCache } from "./copy-from-cache.ts";

const { signal } = new AbortController();
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-copy-"));
  await mkdir(join(directory, "cache"));
  await writeFile(join(directory, "cache/blob"), "x".repeat(3 * 1024 * 1024), { mode: 0o640 });
});
afterEach(() => rm(directory, { recursive: true }));

test("a copy has the content and mode of the cache's file, and is another file", async () => {
  const target = join(directory, "out/oci");
  await copyTree(join(directory, "cache"), target, signal);

  const [from, to] = await Promise.all([stat(join(directory, "cache/blob")), stat(join(target, "blob"))]);
  expect(to).toMatchObject({ mode: from.mode, size: from.size, mtimeMs: from.mtimeMs });
  expect(to.ino).not.toBe(from.ino);
  expect(await readFile(join(target, "blob"), "utf8")).toHaveLength(3 * 1024 * 1024);
});

test("a repository is copied with all that is in it", async () => {
  const source = join(directory, "repo");
  for (const prefix of ["00", "7f", "ff"]) {
    await mkdir(join(source, "objects", prefix), { recursive: true });
    await writeFile(join(source, "objects", prefix, `${prefix}.filez`), prefix, { mode: 0o444 });
  }
  await mkdir(join(source, "refs/heads"), { recursive: true, mode: 0o750 });
  await writeFile(join(source, "config"), "[core]");
  await chmod(source, 0o711);
  const target = join(directory, "out/ostree");

  await copyRepositoryFromCache(source, target, signal);

  const list = (place: string) =>
    run({ tool: "find", args: [place, "-mindepth", "0", "-printf", "%P %m %y %s\\n"] });
  const lines = async (place: string) =>
    (await list(place)).stdout
      .replaceAll(/ d [0-9]+$/gm, " d")
      .split("\n")
      .sort();
  expect(await lines(target)).toEqual(await lines(source));
});

test("a repository without objects is copied too", async () => {
  const source = join(directory, "repo");
  await mkdir(join(source, "objects"), { recursive: true });
  await copyRepositoryFromCache(source, join(directory, "out"), signal);

  expect((await stat(join(directory, "out/objects"))).isDirectory()).toBe(true);
});

test.skipIf(process.getuid?.() !== 0)("a full output disk is named, not the file of the cache", async () => {
  const small = join(directory, "small");
  await mkdir(small);
  await run({ tool: "mount", args: ["-t", "tmpfs", "-o", "size=1m", "tmpfs", small] });
  try {
    await expect(copyTree(join(directory, "cache"), join(small, "oci"), signal)).rejects.toMatchObject({
      code: "results-unwritable",
      message: expect.stringContaining(`error writing '${small}/oci/blob'`) as string,
    });
  } finally {
    await run({ tool: "umount", args: [small] });
  }
});

test("a failure of another kind stays what it is", async () => {
  await expect(copyTree(join(directory, "nothing"), join(directory, "out"), signal)).rejects.toMatchObject({
    code: "tool-failed",
  });
});
