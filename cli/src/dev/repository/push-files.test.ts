import { run } from "@debootc/tools/run";
import { setOrigin } from "@debootc/tools/working-copy";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkingCopy } from "./open-working-copy.ts";
import { pushFiles } from "./push-files.ts";

let base: string;
const wanted = (more: { readonly from?: string } = {}) => ({
  ...{ directory: join(base, "images"), from: more.from, author: "dev", env: { HOME: base } },
  signal: new AbortController().signal,
});
const git = async (...args: readonly string[]) =>
  (await run({ tool: "git", args: ["-C", join(base, "origin.git"), ...args] })).stdout.trim();

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "push-files-"));
  await mkdir(join(base, "files/treefiles"), { recursive: true });
  await mkdir(join(base, "files/.git"));
  await writeFile(join(base, "files/treefiles/a.yaml"), "suite: trixie\n");
  await run({ tool: "git", args: ["init", "--quiet", "--bare", join(base, "origin.git")] });
});
afterEach(() => rm(base, { recursive: true }));

test("a working copy begins with files, without the history that they have, and stays", async () => {
  const copy = await openWorkingCopy(wanted({ from: join(base, "files") }));
  expect(await readdir(copy.directory)).toEqual([".git", "treefiles"]);

  expect(await openWorkingCopy(wanted())).toEqual(copy);
  await expect(openWorkingCopy(wanted({ from: join(base, "files") }))).rejects.toMatchObject({
    code: "usage",
    message: `--from cannot be used: ${copy.directory} is there already`,
  });
});

test("what it is to begin with has to be a directory", async () => {
  await expect(openWorkingCopy(wanted({ from: join(base, "nothing") }))).rejects.toMatchObject({
    code: "usage",
  });
  expect(await readdir(base)).not.toContain("images");
});

test("files are written, removed, committed and pushed to a branch, with a tag", async () => {
  const copy = await openWorkingCopy(wanted({ from: join(base, "files") }));
  await setOrigin(copy, join(base, "origin.git"));
  await pushFiles(copy, {
    ...{
      files: { "treefiles/a.yaml": null, "new/b": "2" },
      message: "Change it",
      branch: "topic",
      tag: "v1",
    },
  });

  expect(await git("log", "--format=%s", "topic")).toBe("Change it\nBegin");
  expect(await git("ls-tree", "-r", "--name-only", "v1")).toBe("new/b");
  await expect(pushFiles(copy, { files: { "../x": "1" } })).rejects.toMatchObject({
    code: "scenario-failed",
  });
  await expect(pushFiles(copy, { files: { ".git/config": "1" } })).rejects.toMatchObject({
    code: "scenario-failed",
  });
});
