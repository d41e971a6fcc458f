import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { abandonedScratchDirectories, makeScratchDirectory } from "./scratch-directory.ts";

const dead = `1.1.1.${"0".repeat(32)}`;
let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "debootc-test-"));
});
afterEach(() => rm(parent, { recursive: true }));

test("a scratch directory is closed to others, and gone with its holder", async () => {
  {
    await using scratch = await makeScratchDirectory("lock", parent);
    await writeFile(join(scratch.path, "file"), "");
    expect(await readdir(parent)).toHaveLength(1);
    expect(await abandonedScratchDirectories(parent)).toEqual([]);
  }
  expect(await readdir(parent)).toEqual([]);
});

test("the next run removes what a dead one left, and nothing else", async () => {
  const others = ["debootc-lock-mine", "other", `debootc-lock-${dead}`].sort();
  for (const name of [...others, `debootc-lock-${dead}-abcdef`]) await mkdir(join(parent, name));
  await writeFile(join(parent, `debootc-lock-${dead}-abcdef`, "file"), "");

  await using _scratch = await makeScratchDirectory("verify", parent);

  expect((await readdir(parent)).filter((name) => !name.startsWith("debootc-verify-")).sort()).toEqual(
    others,
  );
});

test("a link by that name is not followed", async () => {
  await mkdir(join(parent, "precious"));
  await symlink(join(parent, "precious"), join(parent, `debootc-lock-${dead}-abcdef`));

  expect(await abandonedScratchDirectories(parent)).toEqual([]);
});
