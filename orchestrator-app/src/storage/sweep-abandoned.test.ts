import { mkdir, mkdtempDisposable, readdir, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sweepAbandoned } from "./sweep-abandoned.ts";

test("what a killed hub had begun to write goes, and what is being written stays", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-sweep-"));
  const at = (...parts: string[]) => join(work.path, ...parts);
  for (const name of ["old", "new"]) {
    await writeFile(at(name), "half");
    await mkdir(at(`${name}-spool`, "incoming"), { recursive: true });
    await writeFile(at(`${name}-spool`, "incoming", "draft"), "half");
  }
  for (const path of ["old", "old-spool/incoming/draft", "old-spool/incoming", "old-spool", "new-spool"])
    await utimes(at(path), 0, 0);

  await sweepAbandoned(work.path, new Date(Date.now() - 60_000));

  expect((await readdir(work.path)).toSorted()).toEqual(["new", "new-spool"]);
});

test("a directory that is not there has nothing to sweep", async () => {
  await expect(sweepAbandoned("/nonexistent", new Date())).resolves.toBeUndefined();
});
