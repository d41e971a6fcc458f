import { afterEach, beforeEach, expect, test } from "vitest";
import { apiOf, jwt, permissions, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const repo = "/repos/octo/images";

function create(fields: object = {}) {
  return scenario.api("POST", `${repo}/check-runs`, { name: "build", head_sha: scenario.sha, ...fields });
}

function annotations(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    ...{ path: "a.c", start_line: index + 1, end_line: index + 1 },
    ...{ annotation_level: "failure", message: "wrong" },
  }));
}

test("a check run goes from queued to completed, and a conclusion completes it", async () => {
  const { api } = scenario;
  const { status, body } = await create();
  expect([status, body.status, body.conclusion]).toEqual([201, "queued", null]);
  const path = `${repo}/check-runs/${body.id}`;
  expect((await api("PATCH", path, { status: "in_progress" })).body.status).toBe("in_progress");
  const done = await api("PATCH", path, { conclusion: "failure" });
  expect(done.body).toMatchObject({
    status: "completed",
    conclusion: "failure",
    completed_at: "2026-11-30T12:00:00Z",
  });
  expect((await api("GET", path)).body.conclusion).toBe("failure");
});

test("fifty annotations a request are added to those before; fifty-one are refused", async () => {
  const { api } = scenario;
  const output = { title: "Build", summary: "s" };
  const { body } = await create({ output: { ...output, annotations: annotations(50) } });
  const path = `${repo}/check-runs/${body.id}`;
  const more = await api("PATCH", path, { output: { ...output, annotations: annotations(20) } });
  expect(more.body.output.annotations_count).toBe(70);
  expect((await api("GET", `${path}/annotations?per_page=100`)).body).toHaveLength(70);
  const refused = await api("PATCH", path, { output: { ...output, annotations: annotations(51) } });
  expect(refused.status).toBe(422);
});

test.each([
  ["a text that is too long", { output: { title: "t", summary: "x".repeat(65_536) } }],
  [
    "four buttons",
    {
      actions: Array.from({ length: 4 }, (_, index) => ({
        label: "a",
        description: "b",
        identifier: `${index}`,
      })),
    },
  ],
  ["a label of 21 characters", { actions: [{ label: "x".repeat(21), description: "b", identifier: "c" }] }],
  ["an unknown status", { status: "odd" }],
  ["completion without a conclusion", { status: "completed" }],
  ["a commit that does not exist", { head_sha: "0".repeat(40) }],
  ["a branch in place of a commit", { head_sha: "main" }],
])("%s is refused", async (_, fields) => {
  expect((await create(fields)).status).toBe(422);
  expect(scenario.repository.checkRuns.size).toBe(0);
});

test("bounds hold even if nothing is held against the description", async () => {
  await using loose = await startScenario({ validate: false });
  const write = (fields: object) =>
    loose.api("POST", `${repo}/check-runs`, { name: "build", head_sha: loose.sha, ...fields });
  const output = { title: "t", summary: "s" };
  expect((await write({ output: { ...output, annotations: annotations(50) } })).status).toBe(201);
  expect((await write({ output: { ...output, annotations: annotations(51) } })).status).toBe(422);
  const action = { label: "a", description: "b", identifier: "c" };
  expect((await write({ actions: [action, action, action] })).status).toBe(201);
  expect((await write({ actions: [action, action, action, action] })).status).toBe(422);
});

test("check runs of a commit are listed, of each name the latest, or all", async () => {
  const { api, sha } = scenario;
  const first = await create();
  const second = await create();
  await create({ name: "other" });
  const latest = await api("GET", `${repo}/commits/${sha}/check-runs?check_name=build`);
  expect(latest.body.check_runs.map(({ id }: { id: number }) => id)).toEqual([second.body.id]);
  const all = await api("GET", `${repo}/commits/main/check-runs?check_name=build&filter=all`);
  expect(all.body.total_count).toBe(2);
  expect(first.body.check_suite.id).toBe(second.body.check_suite.id);
});

test("only the App that made a check run can change it", async () => {
  const { github, api } = scenario;
  const other = github.createApp({ name: "Other", permissions, events: [] });
  const { id } = github.installApp(other.app, "octo");
  const asOther = apiOf(github, jwt(other.app.id, other.privateKey, github.now()));
  const { body: token } = await asOther("POST", `/app/installations/${id}/access_tokens`);
  const { body } = await create();
  const refused = await apiOf(github, token.token)("PATCH", `${repo}/check-runs/${body.id}`, {
    status: "in_progress",
  });
  expect(refused.status).toBe(403);
  expect((await api("PATCH", `${repo}/check-runs/${body.id}`, { status: "in_progress" })).status).toBe(200);
});

test("a button and a repeated request reach the App that made the check run", async () => {
  const { github, repository, receiver } = scenario;
  const { body } = await create({
    ...{
      conclusion: "failure",
      actions: [{ label: "Retry", description: "Build again", identifier: "retry" }],
    },
  });
  github.pressButton(repository, body.id, "mona", "retry");
  github.rerequestCheckRun(repository, body.id, "mona");
  github.rerequestCheckSuite(repository, body.check_suite.id, "mona");
  await github.settled();
  const events = receiver.received
    .filter(({ event }) => event.startsWith("check_"))
    .map(({ payload }) => payload);
  expect(events.find(({ action }) => action === "requested_action").requested_action.identifier).toBe(
    "retry",
  );
  expect(events.filter(({ action }) => action === "rerequested")).toHaveLength(2);
  expect(() => github.pressButton(repository, body.id, "mona", "none")).toThrow('has no button "none"');
});

test("the ledger has each writing of a check run", async () => {
  const { github, api } = scenario;
  const { body } = await create();
  await api("PATCH", `${repo}/check-runs/${body.id}`, { conclusion: "success" });
  expect(github.ledger.checkRuns).toEqual([
    { id: body.id, name: "build", kind: "created", status: "queued", conclusion: null },
    { id: body.id, name: "build", kind: "updated", status: "completed", conclusion: "success" },
  ]);
});
