import { mkdir, mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { initRepositoryAt } from "./init-repository.ts";

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-init-"));

test("a new repository is in archive mode, below directories that are made for it, and nothing is left beside it", async () => {
  await using parent = await temporaryDirectory();
  const repo = join(parent.path, "srv/updates");

  expect(await initRepositoryAt({ repo, json: false })).toEqual({ repo });

  const { stdout } = await run({ tool: "ostree", args: [`--repo=${repo}`, "config", "get", "core.mode"] });
  expect(stdout).toBe("archive-z2\n");
  expect(await readdir(join(parent.path, "srv"))).toEqual(["updates"]);
});

test("an empty directory becomes a repository", async () => {
  await using parent = await temporaryDirectory();

  await initRepositoryAt({ repo: parent.path, json: false });

  expect(await readdir(parent.path)).toContain("objects");
});

test.each([
  ["a repository", "objects", /debootc ostree fsck/],
  ["anything else", "notes", /another directory/],
])("a directory that holds %s is refused and left alone", async (_, name, hint) => {
  await using parent = await temporaryDirectory();
  await mkdir(join(parent.path, name));

  await expect(initRepositoryAt({ repo: parent.path, json: false })).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("not empty"),
    hint: expect.stringMatching(hint),
  });
  expect(await readdir(parent.path)).toEqual([name]);
});

test("a file is refused", async () => {
  await using parent = await temporaryDirectory();
  const repo = join(parent.path, "file");
  await writeFile(repo, "");

  await expect(initRepositoryAt({ repo, json: false })).rejects.toMatchObject({ code: "usage" });
});
