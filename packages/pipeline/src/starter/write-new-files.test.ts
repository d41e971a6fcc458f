import { mkdir, mkdtempDisposable, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeNewFiles } from "./write-new-files.ts";

const scratch = () => mkdtempDisposable(join(tmpdir(), "debootc-new-files-"));
const files = new Map([
  ["a", "one"],
  ["b/c", "two"],
]);

test("files and their directories are made", async () => {
  await using parent = await scratch();
  await writeNewFiles(join(parent.path, "x/y"), files);

  expect(await readFile(join(parent.path, "x/y/b/c"), "utf8")).toBe("two");
});

test("where one cannot be written nothing stays, and what was there does", async () => {
  await using parent = await scratch();
  await writeFile(join(parent.path, "file"), "mine");
  await mkdir(join(parent.path, "half"));
  await writeFile(join(parent.path, "half/b"), "mine");

  for (const directory of ["file", "file/x", "half"])
    await expect(writeNewFiles(join(parent.path, directory), files)).rejects.toMatchObject({
      code: "results-unwritable",
      message: expect.stringContaining(directory),
    });
  // No directory can be made there, which a recursive mkdir of Node never finds out.
  await expect(writeNewFiles("/proc/debootc/x", files)).rejects.toMatchObject({ code: "results-unwritable" });
  expect(await readdir(parent.path)).toEqual(["file", "half"]);
  expect(await readdir(join(parent.path, "half"))).toEqual(["b"]);
});

test("nothing is written through a link that leads nowhere", async () => {
  await using parent = await scratch();
  await symlink("elsewhere", join(parent.path, "a"));

  await expect(writeNewFiles(parent.path, files)).rejects.toMatchObject({ code: "results-unwritable" });
  expect(await readdir(parent.path)).toEqual(["a"]);
});
