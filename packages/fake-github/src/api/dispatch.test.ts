import { afterEach, beforeEach, expect, test } from "vitest";
import { legs, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const repo = "/repos/octo/images";

function dispatch(fields: object = {}, workflow: string | number = "build.yml") {
  return scenario.api("POST", `${repo}/actions/workflows/${workflow}/dispatches`, {
    ...{ ref: "main", inputs: legs("x") },
    ...fields,
  });
}

test("a dispatch answers 204, or 200 with its run if that is asked for", async () => {
  const { github, api } = scenario;
  const quiet = await dispatch();
  expect([quiet.status, quiet.body]).toEqual([204, ""]);
  const { status, body } = await dispatch({ return_run_details: true });
  expect(status).toBe(200);
  expect((await api("GET", body.run_url)).body).toMatchObject({
    ...{ id: body.workflow_run_id, event: "workflow_dispatch", status: "queued", head_sha: scenario.sha },
    ...{
      run_number: 2,
      run_attempt: 1,
      actor: { login: "builder[bot]" },
      path: ".github/workflows/build.yml",
    },
  });
  expect(github.ledger.dispatches.map(({ runId }) => runId)).toContain(body.workflow_run_id);
});

test("a workflow is named by its file or its id", async () => {
  const { body } = await scenario.api("GET", `${repo}/actions/workflows`);
  expect(body).toMatchObject({ total_count: 1, workflows: [{ name: "Build", state: "active" }] });
  expect((await dispatch({}, body.workflows[0].id)).status).toBe(204);
  expect((await scenario.api("GET", `${repo}/actions/workflows/build.yml`)).body.id).toBe(
    body.workflows[0].id,
  );
});

test.each([
  [404, "a workflow that does not exist", {}, "none.yml", "Not Found"],
  [422, "a ref that does not exist", { ref: "none" }, "build.yml", "No ref found for: none"],
  [
    422,
    "an input that the workflow does not have",
    { inputs: { ...legs("x"), odd: "1" } },
    "build.yml",
    'Unexpected inputs provided: ["odd"]',
  ],
  [
    422,
    "a required input that is missing",
    { inputs: {} },
    "build.yml",
    "Required input 'matrix' not provided",
  ],
  [422, "a missing ref", { ref: undefined }, "build.yml", "must have required property 'ref'"],
  [422, "inputs that are too large", { inputs: { matrix: "x".repeat(65_536) } }, "build.yml", "too large"],
] as const)("%i: %s", async (status, _, fields, workflow, message) => {
  const answer = await dispatch(fields, workflow);
  expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(message)]);
  expect(scenario.github.ledger.dispatches).toEqual([]);
});

test("a workflow without the trigger, or disabled, is not dispatched", async () => {
  const { github, repository } = scenario;
  const files = { ".github/workflows/ci.yml": "on: [push]\njobs: {}\n" };
  github.push(repository, { author: "mona", files });
  expect((await dispatch({}, "ci.yml")).body.message).toBe(
    "Workflow does not have 'workflow_dispatch' trigger",
  );
  github.disableWorkflow(repository, ".github/workflows/build.yml");
  expect((await dispatch()).status).toBe(422);
});

test("the workflow file at the dispatched ref decides which inputs there are, and their defaults", async () => {
  const { github, repository } = scenario;
  const files = {
    ".github/workflows/build.yml": "on:\n  workflow_dispatch:\n    inputs:\n      level: {default: 3}\n",
  };
  github.push(repository, { branch: "topic", author: "mona", files });
  expect((await dispatch({ ref: "topic", inputs: {} })).status).toBe(204);
  expect(github.ledger.dispatches.at(-1)?.inputs).toEqual({ level: "3" });
});

test("a run is called what its workflow says, with the inputs", async () => {
  const { github, repository, api } = scenario;
  const text =
    "run-name: Build ${{ inputs.nonce }}\non:\n  workflow_dispatch:\n    inputs:\n      nonce: {}\n";
  github.push(repository, { author: "mona", files: { ".github/workflows/build.yml": text } });
  await dispatch({ inputs: { nonce: "n-1" } });
  expect((await api("GET", `${repo}/actions/runs`)).body.workflow_runs[0].display_title).toBe("Build n-1");
});

test("GitHub Enterprise Server does not know how to give the run back, and names its version", async () => {
  await using server = await startScenario({ enterpriseServer: "3.19.0" });
  const path = `${repo}/actions/workflows/build.yml/dispatches`;
  const body = { ref: "main", inputs: legs("x") };
  const refused = await server.api("POST", path, { ...body, return_run_details: true });
  expect([refused.status, refused.headers.get("x-github-enterprise-version")]).toEqual([
    400,
    "enterprise-server@3.19.0",
  ]);
  expect((await server.api("POST", path, body)).status).toBe(204);
  expect(server.github.url).toMatch(/\/api\/v3$/);
  expect((await server.api("GET", "/meta")).body.installed_version).toBe("3.19.0");
});

test("runs are listed by what one looks for, the newest first", async () => {
  const { github, repository, api } = scenario;
  await dispatch();
  github.push(repository, { branch: "topic", author: "mona", files: { a: "1" } });
  await dispatch({ ref: "topic", inputs: legs("ubuntu-latest") });
  github.startRun(repository, {
    ...{ workflow: ".github/workflows/build.yml", event: "pull_request", ref: "topic", actor: "guest" },
  });
  const count = async (query: string) => (await api("GET", `${repo}/actions/runs?${query}`)).body.total_count;
  expect(await count("")).toBe(3);
  expect(await count("status=queued")).toBe(1);
  expect(await count("branch=topic")).toBe(2);
  expect(await count("event=pull_request&actor=guest")).toBe(1);
  expect(await count(`head_sha=${scenario.sha}`)).toBe(1);
  expect(await count("created=>2027-01-01")).toBe(0);
  const listed = await api("GET", `${repo}/actions/workflows/build.yml/runs?per_page=1`);
  expect(listed.body.workflow_runs[0].event).toBe("pull_request");
});

test("the legs of the inputs become jobs with their labels", async () => {
  const { api } = scenario;
  const { body } = await dispatch({ inputs: legs("task-1", "task-2"), return_run_details: true });
  const jobs = await api("GET", `${body.run_url}/jobs`);
  expect(
    jobs.body.jobs.map(({ labels, status }: { labels: string[]; status: string }) => [...labels, status]),
  ).toEqual([
    ["task-1", "queued"],
    ["task-2", "queued"],
  ]);
  expect((await api("GET", `${repo}/actions/jobs/${jobs.body.jobs[0].id}`)).body.run_id).toBe(
    body.workflow_run_id,
  );
});
