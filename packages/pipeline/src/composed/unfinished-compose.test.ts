import { mkdir, mkdtempDisposable, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unfinishedCompose } from "./unfinished-compose.ts";

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
const release = { short: "site", version: "13" };

beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-unfinished-"));
  const composes = {
    "site-13-20261130.0": "DOOMED",
    "site-13-20261130.1": "TERMINATED",
    "site-13-20261130.2": "STARTED",
    "site-13-20261130.3": "FINISHED",
    "site-14-20261130.0": "STARTED",
    "other-13-20261130.0": "STARTED",
  };
  for (const [at, [id, status]] of Object.entries(composes).entries()) {
    await mkdir(join(work.path, id));
    await writeFile(join(work.path, id, "STATUS"), `${status}\n`);
    await utimes(join(work.path, id), 1000 + at, 1000 + at);
  }
  // The newest of those that are not finished.
  await utimes(join(work.path, "site-13-20261130.1"), 9000, 9000);
});
afterAll(() => work[Symbol.asyncDispose]());

const found = (wanted: string, outputDir = work.path) =>
  unfinishedCompose(outputDir, release, wanted).catch((error: Error) => error.message);

test("latest is the newest compose of the release that has not finished", async () => {
  expect(await found("latest")).toBe("site-13-20261130.1");
});

test.each(["site-13-20261130.0", "site-13-20261130.2"])("%s may be named", async (id) => {
  expect(await found(id)).toBe(id);
});

test.each([
  ["site-13-20261130.3", "is FINISHED: nothing is left to do"],
  ["site-13-20261130.9", "there is no compose site-13-20261130.9 in"],
  ["site-14-20261130.0", "is not a compose of site-13"],
  ["last", "is not a compose ID"],
])("%s is refused: %s", async (id, words) => {
  expect(await found(id)).toContain(words);
});

test("where nothing was stopped there is nothing to go on with", async () => {
  expect(await found("latest", "/nowhere")).toBe("no compose of site-13 in /nowhere was stopped or failed");
});
