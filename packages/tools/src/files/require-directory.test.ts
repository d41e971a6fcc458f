import { mkdtempDisposable, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requireDirectory } from "./require-directory.ts";

test("a directory and its parents are made with the mode, and one that is there stays", async () => {
  await using scratch = await mkdtempDisposable(join(tmpdir(), "debootc-directory-"));
  const path = join(scratch.path, "a/b");
  await requireDirectory(path, 0o700);
  await requireDirectory(path, 0o755);

  for (const made of [path, join(scratch.path, "a")]) expect((await stat(made)).mode & 0o777).toBe(0o700);
});

test("where no directory can be made, it is refused and named", async () => {
  await using scratch = await mkdtempDisposable(join(tmpdir(), "debootc-directory-"));
  const file = join(scratch.path, "file");
  await writeFile(file, "");

  for (const path of ["/proc/debootc", "/proc/debootc/x", file, join(file, "x")])
    await expect(requireDirectory(path)).rejects.toMatchObject({
      code: "results-unwritable",
      message: expect.stringContaining(`cannot write ${path}: `),
    });
});
