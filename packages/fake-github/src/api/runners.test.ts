import { afterEach, beforeEach, expect, test } from "vitest";
import { startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const runners = "/repos/octo/images/actions/runners";

function register(fields: object = {}) {
  return scenario.api("POST", `${runners}/generate-jitconfig`, {
    ...{ name: "host", runner_group_id: 1, labels: ["x"] },
    ...fields,
  });
}

test("a just-in-time runner is offline until it connects, and its configuration names it", async () => {
  const { github, repository, api } = scenario;
  const { status, body } = await register();
  expect([status, body.runner.status, body.runner.busy]).toEqual([201, "offline", false]);
  const files = JSON.parse(Buffer.from(body.encoded_jit_config, "base64").toString());
  const settings = JSON.parse(Buffer.from(files[".runner"], "base64").toString());
  expect(settings).toMatchObject({ AgentName: "host", AgentId: String(body.runner.id) });
  github.connectRunner(repository, "host");
  const listed = await api("GET", `${runners}?name=host`);
  expect(listed.body).toMatchObject({
    total_count: 1,
    runners: [{ status: "online", labels: [{ name: "x" }] }],
  });
  expect((await api("DELETE", `${runners}/${body.runner.id}`)).status).toBe(204);
  expect((await api("GET", runners)).body.total_count).toBe(0);
});

test.each([
  [409, "a name that is in use", { name: "taken" }],
  [404, "a group that does not exist", { runner_group_id: 2 }],
  [422, "no label", { labels: [] }],
  [422, "a hundred and one labels", { labels: Array.from({ length: 101 }, (_, index) => `l${index}`) }],
  [422, "a name of 65 characters", { name: "x".repeat(65) }],
  [422, "a label with a comma", { labels: ["a,b"] }],
])("%i: %s", async (status, _, fields) => {
  await register({ name: "taken" });
  expect((await register(fields)).status).toBe(status);
  expect(scenario.github.ledger.runners).toHaveLength(1);
});
