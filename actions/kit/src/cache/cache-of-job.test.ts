import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { capturedLog } from "../log/captured-log.fixture.ts";
import { cacheOfJob, isUntrustedRun } from "./cache-of-job.ts";

const offered = { ACTIONS_RESULTS_URL: "http://127.0.0.1/", ACTIONS_RUNTIME_TOKEN: "token" };
const { log, written } = capturedLog();
const wish = {
  ...{ request: {}, own: { githubCache: true }, workspace: "/none", isUntrusted: false },
  ...{ environment: offered, log },
};

test("the cache is written to by trusted work alone, where the runner lets it", () => {
  expect(cacheOfJob(wish)?.writable).toBe(true);
  expect(cacheOfJob({ ...wish, isUntrusted: true })?.writable).toBe(false);
  expect(cacheOfJob({ ...wish, request: { untrusted: true } })?.writable).toBe(false);
  expect(cacheOfJob({ ...wish, environment: { ...offered, ACTIONS_CACHE_MODE: "read" } })?.writable).toBe(
    false,
  );
});

test("the cache is left alone if the workflow says so, names another, builds from scratch, or has no input for it", () => {
  expect(cacheOfJob({ ...wish, own: { githubCache: false } })).toBeUndefined();
  expect(cacheOfJob({ ...wish, request: { remoteCache: "/srv/cache" } })).toBeUndefined();
  expect(cacheOfJob({ ...wish, request: { noCache: true } })).toBeUndefined();
  expect(cacheOfJob({ ...wish, own: {} })).toBeUndefined();
  expect(written).toEqual([]);
});

test("a runner that offers no cache is said once, with what to do", () => {
  const captured = capturedLog();

  expect(cacheOfJob({ ...wish, log: captured.log, environment: {} })).toBeUndefined();
  expect(captured.written).toEqual([
    expect.stringMatching(/^\[warning\] .*offers no cache[^]*github-cache to false/),
  ]);
});

test("a run of a fork is recognized by the event of the runner, and one whose event is missing counts as one", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "debootc-event-"));
  const path = join(home.path, "event.json");
  await writeFile(path, JSON.stringify({ pull_request: { head: { repo: { full_name: "you/images" } } } }));
  const run = { GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: path };

  expect(await isUntrustedRun({ ...run, GITHUB_REPOSITORY: "me/images" })).toBe(true);
  expect(await isUntrustedRun({ ...run, GITHUB_REPOSITORY: "you/images" })).toBe(false);
  expect(await isUntrustedRun({ ...run, GITHUB_REPOSITORY: "you/images", GITHUB_EVENT_PATH: "/none" })).toBe(
    true,
  );
  expect(await isUntrustedRun({ GITHUB_EVENT_NAME: "push" })).toBe(false);
});
