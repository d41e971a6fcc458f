import { mkdtempDisposable, readdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeDirectories } from "./paths.ts";

test("directories are made with their parents, and may already exist", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-make-"));
  const path = join(work.path, "a/b/c");

  await makeDirectories(path, 0o700);
  await makeDirectories(path);

  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

test("anything in the way is reported, and nothing is made", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-make-"));
  await writeFile(join(work.path, "file"), "");

  await expect(makeDirectories(join(work.path, "file/b"))).rejects.toMatchObject({ code: "EEXIST" });
  expect(await readdir(work.path)).toEqual(["file"]);
});

test("where no directory can be made, it fails instead of looping", async () => {
  await expect(makeDirectories("/proc/debootc/a")).rejects.toMatchObject({ code: "ENOENT" });
});
