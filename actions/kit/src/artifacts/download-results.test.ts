import { startResultsService } from "@debootc/fake-github/start-results-service";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { composeArchive } from "./archive-names.ts";
import type { DownloadedResult } from "./download-results.ts";
import { inOwnProcess } from "./in-own-process.fixture.ts";
import { startOtherRuns } from "./other-runs.fixture.ts";
import { packArtifact } from "./pack-artifact.ts";

let work: string;
let runs: Awaited<ReturnType<typeof startOtherRuns>>;
const { signal } = new AbortController();

beforeAll(async () => {
  runs = await startOtherRuns();
});
afterAll(() => runs[Symbol.asyncDispose]());
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "debootc-results-"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(work, { recursive: true });
});

/** Returns the artifact that a job would upload. */
async function packed(archive: string, text: string): Promise<Buffer> {
  const service = await startResultsService({ directory: join(work, "blobs") });
  for (const [name, value] of Object.entries(service.variables)) vi.stubEnv(name, value);
  vi.stubEnv("GITHUB_WORKSPACE", work);
  const directory = join(work, "made");
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "text"), text);
  await packArtifact(directory, archive, { name: "x", retentionDays: 1, temporary: work, signal });
  await service.close();
  const blob = (await readdir(join(work, "blobs"))).find((name) => name.endsWith(".zip")) ?? "";
  return readFile(join(work, "blobs", blob));
}

const module = new URL("./download-results.ts", import.meta.url);

async function download(names: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const wanted = names.map((name, index) => ({
    ...{ name, githubRunId: 10 + index, artifact: `leg-${name}-amd64` },
  }));
  const options = {
    ...{ target: join(work, "results"), archive: composeArchive },
    environment: { GITHUB_REPOSITORY: "me/images", GITHUB_TOKEN: "job-token", ...environment },
  };
  const results = await inOwnProcess(module, "downloadResults", [wanted, options], runs.url);
  return results as readonly DownloadedResult[];
}

test("results of several runs are unpacked, each under the name of its task", async () => {
  runs.add(10, "leg-a-amd64", await packed(composeArchive, "a"));
  runs.add(11, "leg-b-amd64", await packed(composeArchive, "b"));
  // One that GitHub Enterprise Server had before it had digests.
  runs.add(12, "leg-c-amd64", await packed(composeArchive, "c"), null);

  const results = await download(["a", "b", "c"]);

  expect(results.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  for (const { name, directory } of results)
    expect(await readFile(join(directory, "text"), "utf8")).toBe(name);
});

test("a result whose bytes are not those that were uploaded is refused", async () => {
  runs.add(10, "leg-damaged-amd64", await packed(composeArchive, "a"), Buffer.from("another"));

  await expect(download(["damaged"])).rejects.toMatchObject({
    code: "verification-differs",
    message: "the artifact leg-damaged-amd64 is not what was uploaded",
  });
});

test("a result that is not there is refused with what is, and so is an artifact that is none", async () => {
  runs.add(10, "leg-other-amd64", await packed("something-else.tar", "a"));

  await expect(download(["other"])).rejects.toMatchObject({ code: "results-unfit" });
  await expect(download(["missing"])).rejects.toMatchObject({
    code: "results-unfit",
    message: expect.stringMatching(
      /^run 10 has no artifact leg-missing-amd64 of the task missing: it has .*leg-other-amd64/,
    ),
  });
});

test("a job that may not read artifacts is told which permission it needs", async () => {
  const refused = { code: "credentials-refused", hint: expect.stringContaining("actions: read") };

  await expect(download(["a"], { GITHUB_TOKEN: "other" })).rejects.toMatchObject(refused);
  await expect(download(["a"], { GITHUB_TOKEN: "" })).rejects.toMatchObject({ code: "credentials-refused" });
  expect(await download([], { GITHUB_TOKEN: "" })).toEqual([]);
});
