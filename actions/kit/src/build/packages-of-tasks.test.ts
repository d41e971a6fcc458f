import { type BuildResult, buildResult } from "@debootc/core/mock-build/records/build-result";
import { digestOfBytes } from "@debootc/core/record/digest";
import { startResultsService } from "@debootc/fake-github/start-results-service";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startOtherRuns } from "../artifacts/other-runs.fixture.ts";
import { inOwnProcess } from "../artifacts/in-own-process.fixture.ts";
import { type PackagesOfTasks, packagesOfTasks } from "./packages-of-tasks.ts";
import { withPackageArtifact } from "./with-package-artifact.ts";

let work: string;
let runs: Awaited<ReturnType<typeof startOtherRuns>>;
const { signal } = new AbortController();

beforeAll(async () => {
  runs = await startOtherRuns();
});
afterAll(() => runs[Symbol.asyncDispose]());
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "debootc-packages-"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(work, { recursive: true });
});

function result(artefacts: BuildResult["artefacts"]): BuildResult {
  return {
    ...{ status: "successful", producer: "0.1.0", asked: "./hello", artefacts },
    ...{ startedAt: "2026-11-30T12:00:00.000Z", finishedAt: "2026-11-30T12:00:05.000Z" },
    ...{
      stages: [],
      resources: { wallSeconds: 5 },
      keys: {},
      checks: [],
      proofs: [],
      warnings: [],
      files: {},
    },
  };
}

/** Builds a package as far as its artifact shows, and lets a run of GitHub have it. */
async function built(name: string, change: (directory: string) => Promise<void> = async () => {}) {
  const service = await startResultsService({ directory: join(work, "blobs") });
  for (const [variable, value] of Object.entries(service.variables)) vi.stubEnv(variable, value);
  vi.stubEnv("GITHUB_WORKSPACE", work);
  const directory = join(work, `${name}_1_amd64`);
  await mkdir(directory);
  const file = { name: `${name}_1_all.deb`, kind: "deb" as const, size: 3 };
  await writeFile(join(directory, file.name), name);
  await writeFile(join(directory, "unlisted.deb"), "");
  const record = result([{ ...file, sha256: digestOfBytes(name) }]);
  await writeFile(join(directory, "result.json"), buildResult.serialize(record));
  await change(directory);
  const left = await withPackageArtifact(
    { outputs: { directory } },
    { artifact: `package-${name}-amd64` },
    { temporary: work, signal },
  );
  await service.close();
  const blob = (await readdir(join(work, "blobs"))).find((one) => one.endsWith(".zip")) ?? "";
  runs.add(5, `package-${name}-amd64`, await readFile(join(work, "blobs", blob)));
  await rm(join(work, "blobs"), { recursive: true });
  return left;
}

const module = new URL("./packages-of-tasks.ts", import.meta.url);

async function taken(...names: readonly string[]): Promise<readonly string[]> {
  const finished = names.map((name) => ({ kind: "package", name: `${name}/amd64`, githubRunId: 5 }));
  const environment = { GITHUB_REPOSITORY: "me/images", GITHUB_TOKEN: "job-token" };
  const packages = await inOwnProcess(
    module,
    "packagesOfTasks",
    [{ finished: JSON.stringify(finished) }, { temporary: work, environment }],
    runs.url,
  );
  return (packages as PackagesOfTasks).debs;
}

test("a task gets the packages that others built, and only those of their records", async () => {
  expect((await built("one")).outputs["artifact-digest"]).toMatch(/^sha256:[0-9a-f]{64}$/);
  await built("two");

  const debs = await taken("one", "two");

  expect(debs.map((path) => basename(path))).toEqual(["one_1_all.deb", "two_1_all.deb"]);
  expect(await readFile(debs[1] ?? "", "utf8")).toBe("two");
});

test("a task that needs none gets none, and leaves nothing", async () => {
  {
    await using packages = await packagesOfTasks({}, { temporary: work, signal, environment: {} });
    expect(packages.debs).toEqual([]);
  }
  expect(await readdir(work)).toEqual([]);
});

test("a package that is not what its record says is refused, and so is a link to another file", async () => {
  await built("changed", (directory) => writeFile(join(directory, "changed_1_all.deb"), "other"));
  await built("linked", async (directory) => {
    await writeFile(join(work, "secret"), "linked");
    await rm(join(directory, "linked_1_all.deb"));
    await symlink(join(work, "secret"), join(directory, "linked_1_all.deb"));
  });

  for (const name of ["changed", "linked"])
    await expect(taken(name)).rejects.toMatchObject({
      code: "verification-differs",
      message: `${name}_1_all.deb of the task ${name}/amd64 is not what was built`,
    });
});

test("a build that failed leaves no artifact, and one without packages is no result", async () => {
  await built("empty", (directory) =>
    writeFile(join(directory, "result.json"), buildResult.serialize(result([]))),
  );

  await expect(taken("empty")).rejects.toMatchObject({ code: "results-unfit" });
  const failure = Object.assign(new Error("no"), { code: "build-failed" }) as never;
  const left = { outputs: { directory: work }, failure };
  expect(await withPackageArtifact(left, { artifact: "x" }, { temporary: work, signal })).toBe(left);
});
