import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Event } from "@debootc/core/event/event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { call } from "../door/call-command.fixture.ts";
import { compose } from "../commands/compose.ts";
import { cloned } from "./cloned.fixture.ts";
import { composeAtHub, statusOf } from "./compose-at-hub.ts";

type Answer = (body: string) => unknown;
const asked: string[] = [];
let routes: Record<string, Answer[]>;
let hub: string;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const path = `${request.method} ${(request.url ?? "").replace(/^\/api\/v1/, "").replace(/\?.*/, "")}`;
    asked.push(`${path} ${body}`.trim());
    const list = routes[path] ?? [];
    const answer = list.length > 1 ? list.shift() : list[0];
    const given = answer?.(body);
    if (given === undefined) response.writeHead(404).end('{"code":"not-found","detail":"nothing"}');
    else if (typeof given === "string") response.writeHead(200).end(given);
    else response.writeHead(200).end(JSON.stringify(given));
  });
});

beforeEach(async () => {
  asked.length = 0;
  vi.stubEnv("DEBOOTC_HUB_KEY", "debootc_0_secret");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const shownRun = (state: string, more: object = {}) => ({
  ...{ id: 12, repository: "acme/os", state, reason: null, cause: "api", priority: 0 },
  ...{ ref: "refs/heads/main", sha: "a".repeat(40), actor: "key:ci", composeId: "os-13-20261130.0" },
  ...{ failure: null, createdAt: "2026-11-30T12:00:00Z" },
  ...more,
});
const task = (id: number, name: string, kind: string, state: string, failure: object | null = null) => ({
  ...{ id, run: 12, name, kind, state, since: "2026-11-30T12:00:00Z" },
  ...{ attempt: state === "FREE" ? 0 : 1, failure },
});

const repositories = { items: [{ name: "acme/os", state: "active", url: "https://github.com/acme/os" }] };

function request(file: string, more: object = {}) {
  return {
    ...{ treefile: file, variant: undefined, arches: undefined, hub, keyFile: undefined },
    ...{ repository: undefined, detach: false },
    ...more,
  };
}

function surroundings(signal = new AbortController().signal, answer?: string) {
  const events: Event[] = [];
  let now = 0;
  return {
    events,
    emit: (event: Event) => void events.push(event),
    clock: () => new Date((now += 1000)),
    signal,
    ask: async () => answer,
  };
}

const said = (outcome: Awaited<ReturnType<typeof composeAtHub>>) =>
  outcome.text({ columns: 100, directory: "/", style: { faint: (text: string) => text } } as never);

test("a run is started for the pushed commit, shown as events with its log, and ends with its status and places", async () => {
  await using clone = await cloned();
  const failure = { code: "build-failed", class: "package", message: "it does not build" };
  routes = {
    "GET /repositories": [() => repositories],
    "POST /runs": [() => shownRun("PLANNING")],
    "GET /runs/12": [
      () => ({
        run: shownRun("OPEN"),
        tasks: [task(1, "a/amd64", "leg", "FREE"), task(2, "assemble", "assemble", "FREE")],
        changes: [],
      }),
      () => ({
        run: shownRun("OPEN"),
        tasks: [task(1, "a/amd64", "leg", "RUNNING"), task(2, "assemble", "assemble", "FREE")],
        changes: [],
      }),
      () => ({
        run: shownRun("FAILED", { failure }),
        tasks: [task(1, "a/amd64", "leg", "COMPLETED"), task(2, "assemble", "assemble", "FAILED", failure)],
        changes: [],
      }),
    ],
    "GET /tasks/1/why": [() => ({ kind: "runner", message: "a host is busy", since: "" })],
    "GET /tasks/2/why": [() => ({ kind: "needs", message: "it needs a/amd64", since: "" })],
    "GET /tasks/1/log/stream": [
      () =>
        `event: log\nid: 1:4\ndata: ${JSON.stringify({ text: "one\ntwo\n" })}\n\nevent: end\ndata: {}\n\n`,
    ],
    "GET /tasks/1": [() => ({ attempts: [{ githubRunId: 77 }] })],
  };
  const around = surroundings();
  const outcome = await composeAtHub(request(clone.file, { variant: ["a"], arches: ["amd64"] }), around);

  expect(asked).toContain(
    `POST /runs ${JSON.stringify({ repository: "acme/os", ref: "refs/heads/main", sha: clone.sha, variants: ["a"], arches: ["amd64"] })}`,
  );
  const told = around.events.map((event) => {
    if (event.type === "node") return `${event.node} ${event.state}`;
    if (event.type === "progress") return `${event.node} ${event.step}`;
    return event.type === "log" ? `${event.node} | ${event.line}` : event.type;
  });
  for (const line of [
    "run",
    "a/amd64 started",
    "a/amd64 waits: a host is busy",
    "assemble waits: it needs a/amd64",
    "a/amd64 running",
    "a/amd64 | one",
    "a/amd64 | two",
    "a/amd64 finished",
    "assemble failed",
  ]) {
    expect(told).toContain(line);
  }
  expect(around.events.map(({ sequence }) => sequence)).toEqual(around.events.map((_, index) => index));
  expect(around.events.at(-1)).toMatchObject({
    ...{ type: "run", state: "failed", composeId: "run 12" },
    error: { code: "build-failed", message: "it does not build" },
  });
  expect(outcome.exitStatus).toBe(10);
  expect(said(outcome)).toContain(
    "run 12 is FAILED: os-13-20261130.0\nit does not build\nartifacts: https://github.com/acme/os/actions/runs/77\n",
  );
});

test("a run that ended in a release says where that is", async () => {
  await using clone = await cloned();
  const url = "https://github.com/acme/os/releases/tag/v1";
  const tasks = [task(1, "a/amd64", "leg", "COMPLETED"), task(2, "release", "release", "COMPLETED")];
  routes = {
    "GET /repositories": [() => repositories],
    "POST /runs": [() => shownRun("PLANNING")],
    "GET /runs/12": [() => ({ run: shownRun("COMPLETED"), tasks, changes: [] })],
    "GET /tasks/1": [() => ({ attempts: [{ githubRunId: 77 }] })],
    "GET /releases": [
      () => ({
        items: [
          { run: 11, url: "https://github.com/acme/os/releases/tag/v0" },
          { run: 12, url },
        ],
      }),
    ],
  };
  const outcome = await composeAtHub(request(clone.file), surroundings());
  expect(outcome.exitStatus).toBe(0);
  expect(said(outcome)).toMatch(
    /\nartifacts: .*\/77\nrelease: https:\/\/github.com\/acme\/os\/releases\/tag\/v1\n$/,
  );
});

test("with --detach the run is started, and not waited for", async () => {
  await using clone = await cloned();
  routes = { "GET /repositories": [() => repositories], "POST /runs": [() => shownRun("PLANNING")] };
  const outcome = await composeAtHub(request(clone.file, { detach: true }), surroundings());
  expect([outcome.exitStatus, said(outcome)]).toEqual([
    0,
    "run 12 is PLANNING; see it by: bin/debootc orchestrator run 12\n",
  ]);
});

test.each<[string, string, RegExp]>([
  ["y", "canceled at the hub", /^run 12 is CANCELED\n$/],
  ["", "left alone", /^run 12 goes on; cancel it by: .* orchestrator cancel run 12\n$/],
])("a person who stops it and answers %j finds the run %s", async (answer, _, text) => {
  await using clone = await cloned();
  const stop = new AbortController();
  routes = {
    "GET /repositories": [() => repositories],
    "POST /runs": [() => shownRun("PLANNING")],
    "GET /runs/12": [
      () => {
        stop.abort(new Error("stopped"));
        return { run: shownRun("OPEN"), tasks: [], changes: [] };
      },
    ],
    "POST /runs/12/cancel": [() => shownRun("CANCELED")],
  };
  const around = surroundings(stop.signal, answer);
  const outcome = await composeAtHub(request(clone.file), around);
  expect(around.events.at(-1)).toMatchObject({ type: "run", state: "cancelled" });
  expect(outcome.exitStatus).toBe(130);
  expect(said(outcome)).toMatch(text);
  expect(asked.includes("POST /runs/12/cancel")).toBe(answer === "y");
});

test("a run that cannot be canceled is said to go on, and why", async () => {
  await using clone = await cloned();
  const stop = new AbortController();
  routes = {
    "GET /repositories": [() => repositories],
    "POST /runs": [() => shownRun("PLANNING")],
    "GET /runs/12": [
      () => {
        stop.abort(new Error("stopped"));
        return { run: shownRun("OPEN"), tasks: [], changes: [] };
      },
    ],
  };
  const outcome = await composeAtHub(request(clone.file), surroundings(stop.signal, "yes"));
  expect([outcome.exitStatus, said(outcome)]).toEqual([
    130,
    "run 12 could not be canceled: the hub says: nothing\n",
  ]);
});

test("what is not pushed as it is here is refused, with what to do", async () => {
  await using clone = await cloned();
  routes = { "GET /repositories": [() => repositories] };
  const refused = async (file = clone.file, more = {}) => {
    try {
      await composeAtHub(request(file, more), surroundings());
      return "accepted";
    } catch (error) {
      return (error as Error).message;
    }
  };
  await writeFile(join(clone.top, "treefiles/a.yaml"), "x\n");
  expect(await refused(join(clone.top, "treefiles/a.yaml"))).toMatch(
    /would compose treefiles\/compose.yaml and not treefiles\/a.yaml/,
  );
  await writeFile(clone.file, "changed\n");
  expect(await refused()).toMatch(/changes that are in no commit: treefiles\/compose.yaml$/);
  await clone.git("commit", "--quiet", "--all", "--message=more");
  expect(await refused()).toMatch(/no branch of origin has commit [0-9a-f]{12}/);
  await clone.git("update-ref", "refs/remotes/origin/main", "HEAD");
  await clone.git("remote", "set-url", "origin", "/srv/git/os.git");
  expect(await refused()).toMatch(/the remote origin, \/srv\/git\/os.git, is not a repository at GitHub/);
  await clone.git("remote", "set-url", "origin", "https://gitlab.example/acme/os.git");
  expect(await refused()).toMatch(/pushed to gitlab.example, but the hub takes acme\/os from github.com/);
  routes = { "GET /repositories": [() => ({ items: [] })] };
  expect(await refused()).toMatch(/no active repository with the name acme\/os/);
  expect(asked.filter((line) => line.startsWith("POST"))).toEqual([]);
});

test("how it is composed cannot be said here, and what is for a hub needs one", async () => {
  await expect(call(compose, "a.yaml", "--hub", hub, "--jobs", "3", "--no-cache")).rejects.toMatchObject({
    code: "usage",
    message: expect.stringMatching(/--no-cache, --jobs|--jobs, --no-cache/),
  });
  await expect(call(compose, "a.yaml", "--detach")).rejects.toMatchObject({ code: "usage" });
});

test.each<[string, object, number]>([
  ["COMPLETED", {}, 0],
  ["INCOMPLETE", {}, 4],
  ["CANCELED", {}, 130],
  ["SKIPPED", {}, 3],
  ["FAILED", { failure: { code: "treefile-invalid", class: "configuration", message: "" } }, 3],
  ["FAILED", { failure: { code: "job-lost", class: "infrastructure", message: "" } }, 32],
  ["FAILED", {}, 1],
])("a run that is %s %j ends with %i", (state, more, status) => {
  expect(statusOf({ run: shownRun(state, more), tasks: [], changes: [] })).toBe(status);
});
