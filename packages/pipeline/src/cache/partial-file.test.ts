import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listPartialFiles, ownerOfPartial, partialPath } from "./partial-file.ts";
import type { ProcessIdentity } from "./process-identity.ts";

const owner: ProcessIdentity = { pid: 12, startTicks: 34, pidNamespace: 56, bootId: "0".repeat(32) };

test("the owner of a half-written file is in its name", () => {
  expect(ownerOfPartial(partialPath("0f.deb", owner))).toEqual(owner);
});

test("the owner of a download is in its name", () => {
  expect(ownerOfPartial(`0f~12.34.56.${"0".repeat(32)}~a-b`)).toEqual(owner);
});

test.each(["0f~free~a-b", "0f.deb", "0f.deb.new", "0f.deb.12.34.new", `0f.deb.12.34.56.${"0".repeat(32)}`])(
  "%s has no owner",
  (name) => {
    expect(ownerOfPartial(name)).toBeUndefined();
  },
);

test("half-written files are found down to a depth, but not in excluded directories", async () => {
  const directory = await mkdtemp(join(tmpdir(), "debootc-partial-"));
  for (const part of ["a/b", "except"]) {
    await mkdir(join(directory, part), { recursive: true });
    await writeFile(partialPath(join(directory, part, "file"), owner), "");
    await writeFile(join(directory, part, "whole"), "");
  }
  const deep = partialPath(join(directory, "a/b/file"), owner);

  expect(await listPartialFiles(directory, 2, [join(directory, "except")])).toEqual([{ path: deep, owner }]);
  expect(await listPartialFiles(directory, 1, [join(directory, "except")])).toEqual([]);
  expect(await listPartialFiles(join(directory, "nowhere"), 2, [])).toEqual([]);
  await rm(directory, { recursive: true });
});
