import type { Fault } from "@debootc/fake-github/fault-plan";
import { startResultsService } from "@debootc/fake-github/start-results-service";
import { mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { downloadComposes } from "./download-composes.ts";
import { uploadCompose } from "./upload-compose.ts";

let work: string;
const { signal } = new AbortController();
const ended: (() => Promise<void>)[] = [];

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "debootc-artifacts-"));
  // The client tells of its progress.
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const end of ended.splice(0)) await end();
  await rm(work, { recursive: true });
});

async function serve(faults: readonly Fault[] = []) {
  const service = await startResultsService({ directory: join(work, "blobs"), faults });
  ended.push(service.close);
  for (const [name, value] of Object.entries(service.variables)) vi.stubEnv(name, value);
  vi.stubEnv("GITHUB_WORKSPACE", work);
  vi.stubEnv("GITHUB_REPOSITORY", "me/images");
  return service;
}

async function compose(id: string, content: string): Promise<string> {
  const directory = join(work, id);
  await mkdir(join(directory, "compose"), { recursive: true });
  await writeFile(join(directory, "compose/data"), content, { mode: 0o640 });
  await symlink("compose/data", join(directory, "link"));
  return directory;
}

const upload = async (name: string, content = name) =>
  uploadCompose(await compose(`${name}-1`, content), {
    ...{ name, retentionDays: 1, temporary: work, signal },
  });
const download = (pattern: string) => downloadComposes(pattern, { target: join(work, "legs"), signal });

describe("a compose as an artifact", () => {
  test("comes out of its artifact as it went in, links included, with the digest that its upload returned", async () => {
    await serve();

    const { id, digest } = await upload("leg-plain", "x".repeat(20_000_000));
    const [directory = ""] = await download("leg-*");

    expect(id).toBeGreaterThan(0);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(directory).toMatch(/leg-plain-1$/);
    expect((await readFile(join(directory, "compose/data"))).length).toBe(20_000_000);
    expect(await readlink(join(directory, "link"))).toBe("compose/data");
  });

  test("is downloaded only if its name matches", async () => {
    await serve();
    for (const name of ["leg-b", "leg-a", "logs"]) await upload(name);

    const found = await download("leg-*");

    expect(found.map((path) => path.split("/").at(-1))).toEqual(["leg-a-1", "leg-b-1"]);
  });

  test("is refused if it was damaged on the way", async () => {
    await serve([{ at: "download", kind: "damage" }]);
    await upload("leg", "x".repeat(200_000));

    await expect(download("leg")).rejects.toMatchObject({
      code: "verification-differs",
      message: "the artifact leg is not what was uploaded",
    });
  });

  test("that is not there is refused with the names that are", async () => {
    await serve();
    await upload("leg-a");

    await expect(download("log-*")).rejects.toMatchObject({
      code: "legs-unfit",
      message: "no artifact is called log-*; this run has leg-a",
    });
  });

  test("is not what any other artifact is, which is refused", async () => {
    await serve();
    await writeFile(join(work, "log.txt"), "");
    const { DefaultArtifactClient } = await import("@actions/artifact");
    await new DefaultArtifactClient().uploadArtifact("leg-log", [join(work, "log.txt")], work);

    await expect(download("leg-*")).rejects.toMatchObject({
      code: "legs-unfit",
      message: "the artifact leg-log is not one compose directory",
    });
  });

  test("cannot be uploaded into a full storage, and the message says what to do", async () => {
    await serve([{ at: "artifact", kind: "full" }]);

    await expect(upload("leg")).rejects.toMatchObject({
      code: "artifact-unavailable",
      message: expect.stringMatching(/^cannot upload the artifact leg: .*quota/),
      hint: expect.stringContaining("delete old ones"),
    });
  });

  test("is uploaded although the service fails at first", async () => {
    const { calls } = await serve([{ at: "artifact", kind: "error", times: 1 }]);

    await upload("leg");

    expect(calls.filter((call) => call === "CreateArtifact")).toHaveLength(2);
  });

  test("cannot be uploaded where the runner offers no service, and the message says so", async () => {
    for (const name of ["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RESULTS_URL"]) vi.stubEnv(name, undefined);

    await expect(upload("leg")).rejects.toMatchObject({
      code: "artifact-unavailable",
      hint: expect.stringContaining("offers no artifact service"),
    });
  });
});
