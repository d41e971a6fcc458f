import { mkdir, mkdtempDisposable, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resultFiles } from "./result-files.ts";

test("files already placed next to results are not moved again when the run fails", async () => {
  await using top = await mkdtempDisposable(join(tmpdir(), "debootc-files-"));
  const files = resultFiles(join(top.path, "waiting"));
  const [results, failed] = [join(top.path, "results"), join(top.path, "failed")];
  for (const directory of [results, failed]) await mkdir(directory);
  await files.add("early.txt", "1");
  await files.moveTo(results);
  await files.add("late.txt", "2");

  await files.moveTo(failed);

  expect([await readdir(results), await readdir(failed)]).toEqual([["early.txt"], ["late.txt"]]);
});

test.each(["result.json", "build.log", "second-build.log", "sl_1_amd64.deb", "../up", ".hidden", ""])(
  "a plugin gives no file the name %j",
  async (name) => {
    await expect(resultFiles("/nonexistent").add(name, "")).rejects.toMatchObject({ code: "plugin-failed" });
  },
);
