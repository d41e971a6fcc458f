import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { apiOf, jwt, type Received, startReceiver, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;
let lastId = 0;

beforeEach(async () => {
  scenario = await startScenario();
  scenario.receiver.received.length = 0;
  lastId = scenario.github.state().newId();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

async function push(path = "a"): Promise<void> {
  const { github, repository } = scenario;
  github.push(repository, { author: "mona", files: { [path]: `${github.ledger.events.length}` } });
  await github.settled();
}

function pushes(): Received[] {
  return scenario.receiver.received.filter(({ event }) => event === "push");
}

async function log(): Promise<
  { id: number; guid: string; status: string; event: string; redelivery: boolean; status_code: number }[]
> {
  return (await scenario.asApp("GET", "/app/hook/deliveries?per_page=100")).body;
}

/** Returns the newest push of the log that this test made. */
async function logged() {
  return (await log()).find((entry) => entry.event === "push" && entry.id > lastId);
}

test("a webhook has GitHub's headers, and signatures of exactly the bytes of its body", async () => {
  await push();
  const { headers, raw } = pushes()[0] as Received;
  const { app } = scenario;
  expect(headers).toMatchObject({
    "x-github-event": "push",
    "x-github-hook-id": `${app.hook.id}`,
    "x-github-hook-installation-target-id": `${app.id}`,
    "x-github-hook-installation-target-type": "integration",
    "content-type": "application/json",
    "x-hub-signature-256": `sha256=${createHmac("sha256", "hook secret").update(raw).digest("hex")}`,
    "x-hub-signature": `sha1=${createHmac("sha1", "hook secret").update(raw).digest("hex")}`,
  });
  expect(headers["x-github-delivery"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("a webhook may be sent as a form, and is signed as such", async () => {
  await scenario.asApp("PATCH", "/app/hook/config", { content_type: "form", secret: "new secret" });
  await push();
  const { headers, raw, payload } = pushes()[0] as Received;
  expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(headers["x-hub-signature-256"]).toBe(
    `sha256=${createHmac("sha256", "new secret").update(raw).digest("hex")}`,
  );
  expect(payload.repository.full_name).toBe("octo/images");
});

test("a webhook goes only to Apps that are installed there, subscribed and not suspended", async () => {
  const { github, receiver, installation, repository } = scenario;
  const other = github.createRepository({ name: "stranger/elsewhere" });
  github.push(other, { author: "mona", files: { a: "1" } });
  github.suspend(installation);
  github.push(repository, { author: "mona", files: { a: "1" } });
  github.unsuspend(installation);
  github.removeRepository(installation, repository);
  github.push(repository, { author: "mona", files: { a: "2" } });
  await github.settled();
  expect(pushes()).toEqual([]);
  expect(receiver.received.map(({ event, payload }) => `${event} ${payload.action}`)).toEqual([
    "installation suspend",
    "installation unsuspend",
    "installation_repositories removed",
  ]);
});

test("an App that may write checks hears of them without subscribing, others do not", async () => {
  await using receiver = await startReceiver();
  const { github, repository } = scenario;
  for (const [name, checks] of [
    ["Writer", "write"],
    ["Reader", "read"],
  ] as const) {
    const hook = { url: `${receiver.url}/${name}` };
    github.installApp(github.createApp({ name, permissions: { checks }, events: [], hook }).app, "octo");
  }
  github.push(repository, { author: "mona", files: { a: "1" } });
  await github.settled();
  const heard = receiver.received.filter(({ event }) => event !== "installation");
  expect(heard.map(({ event, payload }) => [event, payload.check_suite.app.slug])).toEqual([
    ["check_suite", "writer"],
  ]);
});

test("a failed webhook is logged and never sent again by itself", async () => {
  const { github, receiver } = scenario;
  receiver.answer = () => 500;
  await push();
  await github.advance(48 * 3_600_000);
  expect(pushes()).toHaveLength(1);
  const { body } = await freshApp("GET", "/app/hook/deliveries?status=failure");
  expect(body.find((entry: { event: string }) => entry.event === "push")).toMatchObject({
    status: "Invalid HTTP Response: 500",
    status_code: 500,
  });
});

test("a delivery that is asked for again has the same GUID and body, and a new entry in the log", async () => {
  const { github, receiver } = scenario;
  receiver.answer = () => 503;
  await push();
  const failed = await logged();
  receiver.answer = () => 202;
  expect((await scenario.asApp("POST", `/app/hook/deliveries/${failed?.id}/attempts`)).status).toBe(202);
  await github.settled();
  const [first, second] = pushes();
  expect(second?.raw).toBe(first?.raw);
  expect(second?.headers["x-github-delivery"]).toBe(first?.headers["x-github-delivery"]);
  expect(await logged()).toMatchObject({
    guid: failed?.guid,
    redelivery: true,
    status: "OK",
    status_code: 202,
  });
  const shown = await scenario.asApp("GET", `/app/hook/deliveries/${failed?.id}`);
  expect(shown.body).toMatchObject({
    status_code: 503,
    request: { payload: first?.payload },
    response: { payload: "heard" },
  });
});

test("an answer that takes longer than ten seconds counts as none", async () => {
  await using slow = await startScenario({ patience: 200 });
  const { github, repository, receiver } = slow;
  receiver.answer = ({ "x-github-event": event }) => (event === "push" ? "never" : 202);
  github.push(repository, { author: "mona", files: { a: "1" } });
  await github.advance(9999);
  const shown = async () => (await slow.asApp("GET", "/app/hook/deliveries?per_page=2")).body;
  expect((await shown()).map(({ event }: { event: string }) => event)).toEqual([
    "check_suite",
    "check_suite",
  ]);
  await github.advance(1);
  await github.settled();
  expect((await shown())[1]).toMatchObject({
    event: "push",
    status: "timed out",
    status_code: 0,
    duration: 10,
  });
});

test("nobody who listens is told from nobody who answers", async () => {
  await scenario.asApp("PATCH", "/app/hook/config", { url: "http://127.0.0.1:1/" });
  await push();
  expect(await logged()).toMatchObject({ status: "failed to connect to host", status_code: 0 });
});

test("the log is paged by cursors from the newest on, and forgets after three days", async () => {
  for (const path of ["a", "b", "c"]) await push(path);
  const seen: number[] = [];
  let next: string | undefined = "/app/hook/deliveries?per_page=2";
  while (next !== undefined) {
    const { body, headers } = await scenario.asApp("GET", next);
    seen.push(...body.map(({ id }: { id: number }) => id));
    next = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
  }
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
  expect(seen).toEqual((await log()).map(({ id }) => id));
  expect(seen.length).toBeGreaterThan(5);
  await scenario.github.advance(3 * 24 * 3_600_000 + 1);
  expect((await freshApp("GET", "/app/hook/deliveries")).body).toEqual([]);
});

test("the log keeps no more than it is allowed to", async () => {
  const { github } = scenario;
  await using small = await startScenario({ longestLog: 3 });
  for (const path of ["a", "b", "c"])
    small.github.push(small.repository, { author: "mona", files: { [path]: "" } });
  await small.github.settled();
  expect((await small.asApp("GET", "/app/hook/deliveries")).body).toHaveLength(3);
  expect(github.url).not.toBe(small.github.url);
});

test("a ping reaches an App that registered by its manifest", async () => {
  const { github, receiver } = scenario;
  const code = github.submitManifest({
    ...{ name: "Second", url: "https://second.example", hook_attributes: { url: receiver.url } },
    ...{ default_permissions: { checks: "write" }, default_events: ["push"] },
  });
  await scenario.api("POST", `/app-manifests/${code}/conversions`);
  await github.settled();
  expect(receiver.received.find(({ event }) => event === "ping")?.payload.hook.config.url).toBe(receiver.url);
});

test.each([
  ["vanish", 0, undefined],
  ["fail", 0, "failed to connect to host"],
  ["unheard", 1, "timed out"],
  ["duplicate", 2, "OK"],
] as const)("with the fault %s a push arrives %i times and the log says %s", async (kind, times, status) => {
  scenario.github.plan([{ on: "delivery", do: kind, event: "push" }]);
  await push();
  expect(pushes()).toHaveLength(times);
  expect((await logged())?.status).toBe(status);
  expect(scenario.github.ledger.events.filter(({ event }) => event === "push")).toHaveLength(2);
});

test("both copies of a duplicate have the same GUID", async () => {
  scenario.github.plan([{ on: "delivery", do: "duplicate", event: "push" }]);
  await push();
  const [first, second] = pushes();
  expect(first?.headers["x-github-delivery"]).toBe(second?.headers["x-github-delivery"]);
});

test("a delayed webhook arrives when its time has come", async () => {
  scenario.github.plan([{ on: "delivery", do: "delay", event: "push", milliseconds: 60_000 }]);
  await push();
  await scenario.github.advance(59_999);
  expect(pushes()).toEqual([]);
  await scenario.github.advance(1);
  expect(pushes()).toHaveLength(1);
});

test("a webhook that is reordered arrives after the next one, or after five seconds without one", async () => {
  const { github, receiver } = scenario;
  github.plan([{ on: "delivery", do: "reorder", event: "push", times: 1 }]);
  await push();
  expect(receiver.received.map(({ event }) => event)).toEqual(["check_suite", "push"]);
  github.plan([{ on: "delivery", do: "reorder", event: "check_suite" }]);
  await push("b");
  expect(receiver.received.map(({ event }) => event)).toEqual(["check_suite", "push", "push"]);
  await github.advance(4999);
  expect(receiver.received).toHaveLength(3);
  await github.advance(1);
  expect(receiver.received.at(-1)?.event).toBe("check_suite");
});

test("the ledger counts events once, and every attempt", async () => {
  const { github } = scenario;
  const before = github.ledger.attempts.length;
  github.plan([{ on: "delivery", do: "duplicate", event: "push" }]);
  await push();
  const { guid } = github.ledger.events.findLast(({ event }) => event === "push") ?? {};
  expect(github.ledger.attempts.slice(before).filter((attempt) => attempt.guid === guid)).toEqual([
    { guid, redelivery: false, answered: 202 },
    { guid, redelivery: false, answered: 202 },
  ]);
});

/** The token of the scenario does not live as long as some of these tests. */
function freshApp(method: string, path: string) {
  const { github, app, privateKey } = scenario;
  return apiOf(github, jwt(app.id, privateKey, github.now()))(method, path);
}
