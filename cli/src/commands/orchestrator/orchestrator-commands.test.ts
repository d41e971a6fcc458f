import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { call } from "../../door/call-command.fixture.ts";
import { approve } from "./approve.ts";
import { hosts } from "./hosts.ts";
import { keys } from "./keys.ts";
import { priority } from "./priority.ts";
import { replay } from "./replay.ts";
import { artifacts } from "./artifacts.ts";
import { channels } from "./channels.ts";
import { releases } from "./releases.ts";
import { run } from "./run.ts";
import { runs } from "./runs.ts";
import { start } from "./start.ts";
import { cancel, retry } from "./steer.ts";
import { why } from "./why.ts";

const asked: { readonly line: string; readonly authorization: string | undefined; readonly body: string }[] =
  [];
let status = 200;
let answer: unknown;
let hub: string;

const server = createServer((request, response) => {
  void textOf(request).then((body) => {
    asked.push({
      line: `${request.method} ${request.url}`,
      authorization: request.headers.authorization,
      body,
    });
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
  });
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

beforeEach(async () => {
  asked.length = 0;
  status = 200;
  vi.stubEnv("DEBOOTC_HUB_KEY", "debootc_0_secret\n");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const shown = {
  id: 12,
  repository: "acme/os",
  state: "OPEN",
  reason: null,
  cause: "push",
  priority: 0,
  ref: "refs/heads/main",
  sha: "a".repeat(40),
  actor: "ada",
  composeId: null,
  failure: null,
  createdAt: "2026-11-30T12:00:00.000Z",
};

test("runs are a table, asked for by filters and with the key as a header only", async () => {
  answer = { items: [shown, { ...shown, id: 9, ref: "refs/pull/3/head", actor: "eve\u001b[2J\u202e" }] };
  const { said, result } = await call(runs, "--hub", hub, "--state", "OPEN", "--repository", "acme/os");
  expect(asked).toEqual([
    {
      line: "GET /api/v1/runs?repository=acme%2Fos&state=OPEN&limit=20",
      authorization: "Bearer debootc_0_secret",
      body: "",
    },
  ]);
  expect(said).toBe(`run  state  repository  ref   commit        by         began
12   OPEN   acme/os     main  aaaaaaaaaaaa  ada        2026-11-30T12:00:00Z
9    OPEN   acme/os     #3    aaaaaaaaaaaa  eve\\u202e  2026-11-30T12:00:00Z
`);
  expect(result).toEqual(answer);
});

test("a run shows its tasks, why they failed, and its changes", async () => {
  const task = { id: 40, run: 12, name: "server/amd64", kind: "leg", state: "FAILED", since: "", attempt: 2 };
  answer = {
    run: { ...shown, state: "FAILED", failure: { code: "job-failed", message: "a leg failed" } },
    tasks: [{ ...task, failure: { code: "job-failed", message: "its log says why" } }],
    changes: [{ at: "2026-11-30T12:00:01.5Z", to: "FAILED", cause: "job completed", actor: "hub" }],
  };
  const { said } = await call(run, "12", "--hub", hub);
  expect(said).toContain("run 12  FAILED  acme/os  main  aaaaaaaaaaaa\na leg failed\n");
  expect(said).toMatch(/^40 +FAILED +leg +server\/amd64 +2 +its log says why$/m);
  expect(said).toMatch(/^2026-11-30T12:00:01Z +FAILED +hub +job completed$/m);
});

test("a task says what it waits for", async () => {
  answer = {
    kind: "back-off",
    message: "a pause",
    since: "2026-11-30T12:00:00Z",
    until: "2026-11-30T12:05:00Z",
  };
  const { said } = await call(why, "40", "--hub", hub);
  expect(asked[0]?.line).toBe("GET /api/v1/tasks/40/why");
  expect(said).toBe("task 40: a pause (since 2026-11-30T12:00:00Z, until 2026-11-30T12:05:00Z)\n");
});

test("runs are canceled, tried again and approved by their numbers", async () => {
  answer = { ...shown, state: "CANCELED" };
  expect((await call(cancel, "run", "12", "--hub", hub)).said).toBe("run 12 is CANCELED\n");
  await call(retry, "run", "12", "--hub", hub);
  await call(approve, "12", "abcdefabcdef", "--hub", hub);
  expect(asked.map(({ line, body }) => `${line} ${body}`)).toEqual([
    "POST /api/v1/runs/12/cancel ",
    "POST /api/v1/runs/12/retry ",
    'POST /api/v1/runs/12/approve {"sha":"abcdefabcdef"}',
  ]);
  await expect(call(approve, "12", "abc", "--hub", hub)).rejects.toMatchObject({ code: "usage" });
});

test("a run is started at the default branch, a branch or a whole ref, and gets another priority", async () => {
  answer = { ...shown, state: "PLANNING" };
  const begun = "run 12 of acme/os main at aaaaaaaaaaaa is PLANNING\n";
  expect((await call(start, "acme/os", "--hub", hub)).said).toBe(begun);
  await call(start, "acme/os", "--ref", "next", "--priority", "-5", "--hub", hub);
  await call(start, "acme/os", "--ref", "refs/tags/v1", "--sha", "b".repeat(40), "--hub", hub);
  answer = { ...shown, priority: -50 };
  const changed = await call(priority, "12", "--hub", hub, "--", "-50");
  expect(changed.said).toBe("run 12 is OPEN, with the priority -50\n");
  expect(asked.map(({ line, body }) => `${line} ${body}`)).toEqual([
    'POST /api/v1/runs {"repository":"acme/os"}',
    'POST /api/v1/runs {"repository":"acme/os","ref":"refs/heads/next","priority":-5}',
    `POST /api/v1/runs {"repository":"acme/os","ref":"refs/tags/v1","sha":"${"b".repeat(40)}"}`,
    'POST /api/v1/runs/12/priority {"priority":-50}',
  ]);
  await expect(call(start, "os", "--hub", hub)).rejects.toMatchObject({ code: "usage" });
  await expect(call(priority, "12", "101", "--hub", hub)).rejects.toMatchObject({ code: "usage" });
});

test("a delivery is replayed by its GUID", async () => {
  const row = { event: "push", action: null, state: "received", receivedAt: "", outcome: null };
  answer = { guid: "a-1", ...row };
  expect((await call(replay, "a-1", "--hub", hub)).said).toBe("a-1 is to be handled again\n");
  expect(asked[0]?.line).toBe("POST /api/v1/deliveries/a-1/replay");
  await expect(call(replay, "../keys", "--hub", hub)).rejects.toMatchObject({ code: "usage" });
});

test("a new key is all that is printed of it", async () => {
  const key = { id: "0", name: "ci", createdAt: "", expiresAt: null, revokedAt: null, lastUsedAt: null };
  answer = { key, text: "debootc_0_new" };
  expect((await call(keys, "create", "ci", "--hub", hub)).said).toBe("debootc_0_new\n");
  await expect(call(keys, "create", "--hub", hub)).rejects.toMatchObject({ code: "usage" });
});

test("what the hub refuses keeps its code, words and hint", async () => {
  status = 409;
  answer = { code: "state-conflict", detail: "run 12 is COMPLETED", hint: "Look at it." };
  await expect(call(cancel, "run", "12", "--hub", hub)).rejects.toMatchObject({
    code: "state-conflict",
    message: "the hub says: run 12 is COMPLETED",
    hint: "Look at it.",
  });
  answer = { code: "of-the-future", detail: "no" };
  await expect(call(run, "12", "--hub", hub)).rejects.toMatchObject({ code: "request-invalid" });
});

test("no key, no hub and something else in its place are told apart", async () => {
  answer = { items: "none" };
  await expect(call(runs, "--hub", hub)).rejects.toMatchObject({
    message: expect.stringContaining("is not a hub"),
  });
  await expect(call(runs, "--hub", "http://127.0.0.1:1")).rejects.toMatchObject({
    code: "hub-unreachable",
    message: expect.stringContaining("cannot reach the hub at http://127.0.0.1:1"),
  });
  await expect(call(runs, "--hub", hub, "--key-file", "/nowhere/key")).rejects.toMatchObject({
    code: "usage",
  });
  vi.stubEnv("DEBOOTC_HUB_KEY", "");
  await expect(call(runs, "--hub", hub)).rejects.toMatchObject({ code: "not-authenticated" });
});

const oneHost = {
  name: "builder-1",
  state: "enabled",
  alive: true,
  seenAt: "2026-11-30T12:00:00.000Z",
  report: {
    ...{ arches: ["amd64", "arm64"], slots: 2, labels: [], cpus: 8, memoryMiB: 16384 },
    runner: { kind: "official", version: "2.300.0" },
  },
  warning: "GitHub refuses runner 2.300.0",
  ordersDone: 3,
  ordersFailed: 1,
  orders: [
    {
      ...{ id: "7-k3j9x2m4", state: "started", task: 7, name: "a/amd64" },
      placedAt: "2026-11-30T12:00:00.000Z",
    },
  ],
};

test("hosts are a table that shows what they do, and what will keep them from it", async () => {
  answer = {
    items: [oneHost, { ...oneHost, name: "new", report: null, warning: null, seenAt: null, orders: [] }],
  };
  const { said } = await call(hosts, "--hub", hub);
  expect(asked[0]?.line).toBe("GET /api/v1/hosts");
  expect(said).toBe(`host       state    arches       orders  done  failed  seen                  runner
builder-1  enabled  amd64 arm64  1/2     3     1       2026-11-30T12:00:00Z  official 2.300.0
new        enabled               0/0     3     1       -
builder-1: GitHub refuses runner 2.300.0
`);
  answer = oneHost;
  const shown = await call(hosts, "--hub", hub, "show", "builder-1");
  expect(shown.said).toContain("7-k3j9x2m4  started  7     a/amd64");
});

test("a new host's token is all that is printed, and a change names the new state", async () => {
  answer = { host: oneHost, token: "debootc_host_0_secret" };
  expect((await call(hosts, "--hub", hub, "add", "builder-1")).said).toBe("debootc_host_0_secret\n");
  expect(asked[0]).toMatchObject({ line: "POST /api/v1/hosts", body: '{"name":"builder-1"}' });
  answer = { ...oneHost, state: "draining" };
  expect((await call(hosts, "--hub", hub, "drain", "builder-1")).said).toBe("host builder-1 is draining\n");
  expect(asked[1]?.line).toBe("POST /api/v1/hosts/builder-1/drain");
  await expect(call(hosts, "--hub", hub, "drain")).rejects.toThrow("hosts drain needs the name of a host");
});

const digest = `sha256:${"1".repeat(64)}`;

test("releases say where they are, or why they failed", async () => {
  const common = { repository: "acme/os", composeId: "os-13-20261130.0", digest, url: "https://x/v1" };
  const at = "2026-11-30T12:00:00.000Z";
  answer = {
    items: [
      {
        ...common,
        id: 2,
        tag: "v2",
        state: "failed",
        publishedAt: null,
        failure: { code: "c", message: "why" },
      },
      { ...common, id: 1, tag: "v1", state: "published", publishedAt: at, failure: null },
    ],
  };
  const { said } = await call(releases, "--hub", hub, "--repository", "acme/os");
  expect(asked[0]?.line).toBe("GET /api/v1/releases?repository=acme%2Fos&limit=20");
  expect(said).toMatch(/v2 .* why\n1 .*v1 .*2026-11-30T12:00:00Z  https:\/\/x\/v1\n$/);
});

test("artifacts of a run are listed with their sizes, digests, and until when they are kept", async () => {
  const common = { taskName: "a/amd64", name: "leg-a-amd64", size: 1_234_567, digest, failure: null };
  answer = { items: [{ ...common, id: 7, state: "stored", expiresAt: "2026-12-30T12:00:00.000Z" }] };
  const { said } = await call(artifacts, "--hub", hub, "12");
  expect(asked[0]?.line).toBe("GET /api/v1/runs/12/artifacts");
  expect(said).toContain(`7         stored  a/amd64  leg-a-amd64  1.2 MB  2026-12-30T12:00:00Z  ${digest}`);
});

test("an artifact is kept only if it has its digest", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "debootc-fetch-")), "a.zip");
  answer = {
    ...{ id: 7, taskName: "a/amd64", name: "leg-a-amd64", state: "stored", size: 1, expiresAt: null },
    ...{ digest, failure: null },
  };
  const fetched = () => call(artifacts, "--hub", hub, "12", "--fetch", "7", "--output", file);
  await expect(fetched()).rejects.toMatchObject({ code: "verification-differs" });
  await expect(readFile(file)).rejects.toMatchObject({ code: "ENOENT" });
  expect(asked.map(({ line }) => line)).toEqual([
    "GET /api/v1/artifacts/7",
    "GET /api/v1/artifacts/7/content",
  ]);
  await rm(dirname(file), { recursive: true });
});

test("a channel is promoted and rolled back by one command each", async () => {
  answer = { name: "stable", current: { release: 1, tag: "v1", digest }, movedAt: null };
  expect((await call(channels, "--hub", hub, "promote", "acme/os", "stable", "v1")).said).toBe(
    `stable is at v1 (${digest})\n`,
  );
  await call(channels, "--hub", hub, "rollback", "acme/os", "stable");
  expect(asked.map(({ line, body }) => [line, JSON.parse(body)])).toEqual([
    ["POST /api/v1/channels/promote", { repository: "acme/os", channel: "stable", tag: "v1" }],
    ["POST /api/v1/channels/rollback", { repository: "acme/os", channel: "stable" }],
  ]);
  await expect(call(channels, "--hub", hub, "promote", "acme/os")).rejects.toMatchObject({ code: "usage" });
});
