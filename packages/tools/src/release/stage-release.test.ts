import { mkdtempDisposable, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { composeFiles, tarOf } from "./compose-files.fixture.ts";
import { stageRelease } from "./stage-release.ts";

const composeId = "os-13-20261130.0";

/** Stages a compose with more images; returns the staged files, or what is wrong, and how many files there were. */
async function stage(images: readonly string[], { partBytes = 1_000_000, bytes = 1 } = {}) {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-stage-"));
  const directory = join(work.path, "stage");
  const change = (files: Map<string, Buffer>) => {
    for (const name of images) files.set(`a/amd64/images/${name}`, Buffer.alloc(bytes, name));
  };
  const archive = Readable.from([await tarOf(composeFiles({ change }))]);
  const staging = { archive, composeId, directory, partBytes, mtime: 0, takeRoom: async () => {} };
  const staged = await stageRelease(staging).catch((error: unknown) => error);
  return { staged, names: await readdir(directory) };
}

test("a release of more files than GitHub takes is refused before more are made", async () => {
  const { staged, names } = await stage(Array.from({ length: 1200 }, (_, index) => `disk${index}.raw`));
  expect(staged).toMatchObject({
    code: "artifact-unfit",
    message: expect.stringContaining("more than 1000"),
  });
  expect(names.length).toBeLessThanOrEqual(1000);
});

test("a release whose parts are too many is refused", async () => {
  const { staged } = await stage(["disk.raw"], { partBytes: 10, bytes: 10_000 });
  expect(staged).toMatchObject({
    code: "artifact-unfit",
    message: expect.stringMatching(/of \d{4} files/),
  });
});

test.each([
  ["lock.json", "lock.json"],
  ["oci.tar", "oci.tar"],
  ["disk.raw.part-001", "disk.raw.part-001"],
  ["disk.raw.parts.json", "disk.raw.parts.json"],
])("an image that would be another asset, too, is refused: %s", async (name, asset) => {
  const { staged } = await stage(["disk.raw", name], { partBytes: 5000, bytes: 9000 });
  expect(staged).toMatchObject({
    ...{
      code: "artifact-unfit",
      message: expect.stringContaining(`the asset ${composeId}-a-amd64.${asset}`),
    },
  });
});
