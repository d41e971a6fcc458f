import { mkdtempDisposable, readdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeDirectories } from "./make-directories.ts";

test("directories are made with all above them, and may be there already", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-make-"));
  const path = join(work.path, "a/b/c");

  await makeDirectories(path, 0o700);
  await makeDirectories(path);

  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

test("what stands in the way is told, and nothing is made", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-make-"));
  await writeFile(join(work.path, "file"), "");

  await expect(makeDirectories(join(work.path, "file/b"))).rejects.toMatchObject({ code: "EEXIST" });
  expect(await readdir(work.path)).toEqual(["file"]);
});

test("where none can be made it ends", async () => {
  await expect(makeDirectories("/proc/debootc/a")).rejects.toMatchObject({ code: "ENOENT" });
});
