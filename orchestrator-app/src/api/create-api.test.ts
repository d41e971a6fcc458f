import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createKey, revokeKey } from "../keys/api-keys.ts";
import {
  after,
  asked,
  assign,
  hubScene,
  planned,
  plannedRun,
  report,
  sha,
  start,
} from "../runs/scene.fixture.ts";
import { startRun } from "../runs/start-run.ts";
import { testedApi } from "./api.fixture.ts";

const fork = {
  isFork: true,
  sha: "f".repeat(40),
  cause: "pull_request",
  ref: "refs/pull/3/head",
  pullRequest: 3,
} as const;

async function forkRun(hub: Awaited<ReturnType<typeof hubScene>>): Promise<number> {
  return (await startRun(hub.queries, asked(fork))).id;
}

test("every route is in the document, and the other way round", async () => {
  const { app, document } = await testedApi(await hubScene());
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
  );
  const served = app.routes
    .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/"))
    .map(({ method, path }) => `${method} ${path}`);
  expect(new Set(served)).toEqual(new Set(described));
  expect(described.length).toBeGreaterThan(15);
});

test("nothing is readable without a key, with a revoked one, or one sent as a browser does to change something", async () => {
  const hub = await hubScene();
  const { app, key } = await testedApi(hub);
  for (const path of [
    "/api/v1/runs",
    "/api/v1/nothing",
    "/openapi.json",
    "/docs",
    "/docs/errors",
    "/metrics",
    "/api/v1/events",
  ]) {
    const answer = await app.request(path);
    expect([path, answer.status]).toEqual([path, 401]);
    expect(answer.headers.get("WWW-Authenticate")).toMatch(/^(Bearer|Basic) /);
    expect(await answer.json()).toMatchObject({
      code: "not-authenticated",
      type: "/docs/errors#not-authenticated",
    });
  }
  const basic = `Basic ${Buffer.from(`anybody:${key}`).toString("base64")}`;
  expect((await app.request("/docs", { headers: { Authorization: basic } })).status).toBe(200);
  expect((await app.request("/api/v1/runs", { headers: { Authorization: basic } })).status).toBe(401);
  const other = await createKey(hub.queries, { name: "other", now: start, randomBytes });
  await revokeKey(hub.queries, other.key.id, start);
  const headers = { Authorization: `Bearer ${other.text}` };
  expect((await app.request("/api/v1/runs", { headers })).status).toBe(401);
});

test("the pages run no script and load nothing from elsewhere", async () => {
  const { app, key } = await testedApi(await hubScene());
  for (const path of ["/docs", "/docs/errors"]) {
    const answer = await app.request(path, { headers: { Authorization: `Bearer ${key}` } });
    const text = await answer.text();
    expect(answer.headers.get("Content-Security-Policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(text).not.toMatch(/<script|https?:\/\/|javascript:/);
    expect(text).toContain(path === "/docs" ? "/api/v1/runs/{id}/approve" : 'id="state-conflict"');
  }
});

test("answers carry headers that keep browsers from guessing, framing and storing", async () => {
  const { get } = await testedApi(await hubScene());
  const { headers } = await get("/api/v1/runs");
  expect(Object.fromEntries(headers)).toMatchObject({
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  });
});

test("a request that is not understood gets a problem that says what and where", async () => {
  const { ask, get } = await testedApi(await hubScene());
  const detail = async (answer: ReturnType<typeof get>) => {
    const { status, body } = await answer;
    return `${status} ${body.code} ${body.detail}`;
  };
  expect(await detail(get("/api/v1/nothing"))).toMatch(/^404 not-found there is nothing at/);
  expect(await detail(get("/api/v1/runs/7"))).toBe("404 not-found there is no run 7");
  expect(await detail(get("/api/v1/runs/0"))).toMatch(/^400 request-invalid .*path.id/);
  expect(await detail(get("/api/v1/runs/1e30"))).toMatch(/^400 request-invalid .*path.id/);
  expect(await detail(get("/api/v1/runs?stat=OPEN"))).toMatch(/^400 request-invalid .*stat/);
  expect(await detail(get("/api/v1/runs?limit=1000"))).toMatch(/^400 request-invalid .*query.limit/);
  expect(await detail(get("/api/v1/runs?cursor=x"))).toMatch(/^400 request-invalid cannot use the cursor/);
  expect(await detail(ask("POST", "/api/v1/runs", "{", {}))).toMatch(/^400 request-invalid/);
  expect(await detail(ask("POST", "/api/v1/runs", { repository: "acme/os" }))).toMatch(
    /^404 not-found GitHub has no refs\/heads\/main/,
  );
  expect(await detail(ask("POST", "/api/v1/runs", "x".repeat(70_000)))).toMatch(/^413 request-too-large/);
  expect(await detail(ask("DELETE", "/api/v1/runs/1"))).toMatch(/^404 not-found/);
});

test("a list goes on where its page ended, also when rows come meanwhile, and only with its own filters", async () => {
  const hub = await hubScene();
  for (let count = 0; count < 5; count++) await plannedRun(hub, [planned("one/amd64")]);
  const { get } = await testedApi(hub);
  const first = (await get("/api/v1/runs?limit=2&state=OPEN")).body;
  expect(first.items.map(({ id }: { id: number }) => id)).toEqual([5, 4]);
  await plannedRun(hub, [planned("one/amd64")]);
  const second = (await get(`/api/v1/runs?limit=2&state=OPEN&cursor=${first.next}`)).body;
  expect(second.items.map(({ id }: { id: number }) => id)).toEqual([3, 2]);
  const third = (await get(`/api/v1/runs?limit=2&state=OPEN&cursor=${second.next}`)).body;
  expect(third.items.map(({ id }: { id: number }) => id)).toEqual([1]);
  expect(third.next).toBeUndefined();
  expect((await get(`/api/v1/runs?cursor=${first.next}`)).body.detail).toMatch(/other filters/);
  expect((await get(`/api/v1/tasks?state=FREE&cursor=${first.next}`)).status).toBe(400);
  const tasks = (await get("/api/v1/tasks?limit=4&state=FREE")).body;
  expect(tasks.items).toHaveLength(4);
  expect((await get(`/api/v1/tasks?limit=4&state=FREE&cursor=${tasks.next}`)).body.items).toHaveLength(2);
});

test("runs are found by repository, commit and pull request; a name that nothing has finds none", async () => {
  const hub = await hubScene();
  await plannedRun(hub);
  await forkRun(hub);
  await plannedRun(hub, undefined, { repositoryId: 2 });
  const { get } = await testedApi(hub);
  const found = async (filter: string) =>
    (await get(`/api/v1/runs?${filter}`)).body.items.map(({ id }: { id: number }) => id);
  expect(await found("repository=ACME/os")).toEqual([2, 1]);
  expect(await found("repository=acme/fleet")).toEqual([3]);
  expect(await found("repository=acme/none")).toEqual([]);
  expect(await found(`sha=${fork.sha}`)).toEqual([2]);
  expect(await found("pullRequest=3&state=WAITING")).toEqual([2]);
});

test("a run shows its tasks and changes, and a task its attempts", async () => {
  const hub = await hubScene();
  const id = await plannedRun(hub);
  await assign(hub);
  await report(hub, "minimal/amd64", { status: "in_progress" });
  const { get } = await testedApi(hub);
  const { run, tasks, changes } = (await get(`/api/v1/runs/${id}`)).body;
  expect(run).toMatchObject({ id, state: "OPEN", repository: "acme/os", composeId: "os-13-20261130.0" });
  expect(tasks.map(({ state }: { state: string }) => state)).toEqual(["RUNNING", "ASSIGNED", "FREE"]);
  expect(changes.at(-1)).toMatchObject({ task: 1, from: "ASSIGNED", to: "RUNNING" });
  const task = (await get("/api/v1/tasks/1")).body;
  expect(task.attempts).toEqual([
    expect.objectContaining({ number: 1, githubRunId: 1001, runner: "a-runner" }),
  ]);
});

test("a run is steered: started by hand, approved, prioritised, canceled, tried again", async () => {
  const hub = await hubScene();
  const { ask } = await testedApi(hub);
  const post = async (path: string, body?: unknown) => {
    const answer = await ask("POST", `/api/v1/runs${path}`, body);
    return answer.body.state ?? `${answer.status} ${answer.body.code}`;
  };
  const wish = { repository: "acme/os", ref: "refs/heads/main", sha };
  expect(await post("", wish)).toBe("PLANNING");
  expect(await post("", { ...wish, repository: "acme/none" })).toBe("404 not-found");
  expect(await post("", { ...wish, ref: "main" })).toBe("400 request-invalid");
  const id = await forkRun(hub);
  expect(await post(`/${id}/approve`, { sha: "e".repeat(40) })).toBe("409 state-conflict");
  expect(await post(`/${id}/approve`, { sha: fork.sha })).toBe("PLANNING");
  expect((await ask("POST", `/api/v1/runs/${id}/priority`, { priority: 7 })).body.priority).toBe(7);
  expect(await post(`/${id}/cancel`)).toBe("CANCELED");
  expect(await post(`/${id}/cancel`)).toBe("409 state-conflict");
  expect(await post(`/${id}/retry`)).toBe("PLANNING");
  const changes = await hub.queries.selectFrom("change").select("actor").where("cause", "=", "api").execute();
  expect(new Set(changes.map(({ actor }) => actor))).toEqual(new Set(["key:test"]));
});

test("a task is canceled and tried again, and says why it waits", async () => {
  const hub = await hubScene();
  await plannedRun(hub);
  const { ask, get } = await testedApi(hub);
  expect((await get("/api/v1/tasks/1/why")).body.kind).toBe("turn");
  expect((await get("/api/v1/tasks/3/why")).body.message).toMatch(
    /minimal\/amd64 \(task 1, FREE\), server\/amd64/,
  );
  await assign(hub);
  expect((await get("/api/v1/tasks/1/why")).body.kind).toBe("dispatch");
  await hub.queries
    .insertInto("budget")
    .values({ name: "installation:1", remaining: 0, reset_at: after(60), blocked_until: null, minute: start })
    .execute();
  expect((await get("/api/v1/tasks/1/why")).body).toMatchObject({
    kind: "rate-limit",
    until: after(60).toISOString(),
  });
  await report(hub, "minimal/amd64", { status: "queued", runner: null });
  expect((await get("/api/v1/tasks/1/why")).body.kind).toBe("runner");
  expect((await get("/api/v1/tasks/9/why")).status).toBe(404);
  expect((await ask("POST", "/api/v1/tasks/1/cancel")).body.state).toBe("CANCELED");
  expect((await ask("POST", "/api/v1/tasks/1/cancel")).status).toBe(409);
  expect((await ask("POST", "/api/v1/tasks/1/retry")).body.state).toBe("FREE");
});

test("a request with an idempotency key is done once, also when it comes twice at once", async () => {
  const hub = await hubScene();
  const { ask } = await testedApi(hub);
  const wish = { repository: "acme/os", ref: "refs/heads/main", sha };
  const post = (body: object, key: string) => ask("POST", "/api/v1/runs", body, { "Idempotency-Key": key });
  const answers = await Promise.all([post(wish, "k1"), post(wish, "k1"), post(wish, "k1")]);
  expect(new Set(answers.map(({ body }) => body.id))).toEqual(new Set([1]));
  expect((await post({ ...wish, priority: 5 }, "k1")).body.code).toBe("idempotency-key-used");
  expect((await post({ ...wish, priority: 5 }, "k1")).status).toBe(422);
  expect((await post(wish, "k2")).body.id).not.toBe(1);
  expect((await post({ ...wish, repository: "acme/none" }, "k3")).status).toBe(404);
  expect((await post(wish, "k3")).status).toBe(200);
  expect((await post(wish, "two words")).status).toBe(400);
  const other = await testedApi(hub);
  const again = await other.ask("POST", "/api/v1/runs", wish, { "Idempotency-Key": "k1" });
  expect(again.body.id).not.toBe(1);
});

test("a run without a commit is of the one that GitHub has at its ref, by default the default branch", async () => {
  const hub = await hubScene();
  const heads: Readonly<Record<string, string>> = {
    "1 refs/heads/main": sha,
    "1 refs/tags/v1": "b".repeat(40),
  };
  const { ask } = await testedApi(hub, { commitAt: async (id, ref) => heads[`${id} ${ref}`] });
  const started = async (ref?: string) =>
    (await ask("POST", "/api/v1/runs", { repository: "acme/os", ...(ref === undefined ? {} : { ref }) }))
      .body;
  expect(await started()).toMatchObject({ ref: "refs/heads/main", sha, state: "PLANNING" });
  expect(await started("refs/tags/v1")).toMatchObject({ ref: "refs/tags/v1", sha: "b".repeat(40) });
  expect(await started("refs/heads/none")).toMatchObject({ code: "not-found" });
});

test("a fault tells its number, and nothing of itself", async () => {
  const hub = await hubScene();
  let broken = false;
  const clock = () => {
    if (broken) throw new Error("hunter2");
    return start;
  };
  const { get, faults } = await testedApi(hub, { clock });
  broken = true;
  const { status, body } = await get("/api/v1/runs");
  expect([status, body.code]).toEqual([500, "internal-fault"]);
  expect(JSON.stringify(body)).not.toContain("hunter2");
  expect(faults).toHaveLength(1);
});

test("the figures are read with a key as Prometheus sends it", async () => {
  const { app, key } = await testedApi(await hubScene());
  const answer = await app.request("/metrics", { headers: { Authorization: `Bearer ${key}` } });

  expect(answer.headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await answer.text()).toBe("up 1\n");
});
