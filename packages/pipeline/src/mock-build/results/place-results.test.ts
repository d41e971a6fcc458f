import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { placeDirectory } from "./place-results.ts";

async function scene() {
  const top = await mkdtempDisposable(join(tmpdir(), "debootc-results-"));
  const [made, place] = [join(top.path, "made"), join(top.path, "results/sl_5.02-1_amd64")];
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "result.json"), "earlier");
  return { top, made, place, [Symbol.asyncDispose]: () => top[Symbol.asyncDispose]() };
}

test("results replace those of an earlier build, and nothing else is left next to them", async () => {
  await using results = await scene();
  await mkdir(results.made);
  await writeFile(join(results.made, "result.json"), "now");

  await placeDirectory(results.made, results.place);

  expect(await readFile(join(results.place, "result.json"), "utf8")).toBe("now");
  expect(await readdir(join(results.top.path, "results"))).toEqual(["sl_5.02-1_amd64"]);
});

test("results of an earlier build stay if new ones cannot replace them", async () => {
  await using results = await scene();

  await expect(placeDirectory(results.made, results.place)).rejects.toThrow("ENOENT");

  expect(await readFile(join(results.place, "result.json"), "utf8")).toBe("earlier");
  expect(await readdir(join(results.top.path, "results"))).toEqual(["sl_5.02-1_amd64"]);
});
