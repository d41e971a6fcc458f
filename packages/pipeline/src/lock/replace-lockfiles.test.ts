import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { replaceLockfiles } from "./replace-lockfiles.ts";

test("all lockfiles are replaced", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-replace-"));
  const paths = ["a.lock.json", "b.lock.json"].map((name) => join(work.path, name));
  await writeFile(join(work.path, "a.lock.json"), "old");
  await replaceLockfiles(paths.map((path) => ({ path, text: `new ${path}` })));

  expect(await Promise.all(paths.map((path) => readFile(path, "utf8")))).toEqual(
    paths.map((path) => `new ${path}`),
  );
  expect(await readdir(work.path)).toHaveLength(2);
});

test("none is replaced when one cannot be written, and the message names that one", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-replace-"));
  const [path, absent] = [join(work.path, "a.lock.json"), join(work.path, "no/b.lock.json")];
  await writeFile(path, "old");

  await expect(
    replaceLockfiles([
      { path, text: "new" },
      { path: absent, text: "new" },
    ]),
  ).rejects.toMatchObject({ code: "results-unwritable", message: expect.stringContaining(absent) });
  expect(await readFile(path, "utf8")).toBe("old");
  expect(await readdir(work.path)).toEqual(["a.lock.json"]);
});

test("a directory in the place of a lockfile is left as it is", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-replace-"));
  const path = join(work.path, "a.lock.json");
  await mkdir(path);

  await expect(replaceLockfiles([{ path, text: "new" }])).rejects.toMatchObject({
    code: "results-unwritable",
  });
  expect(await readdir(work.path)).toEqual(["a.lock.json"]);
});
