import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { virtualClock } from "../clock/virtual-clock.ts";
import { apiOf, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const repo = "/repos/octo/images";

test("what is not served is answered with 501 and what is", async () => {
  const { status, body } = await scenario.api("GET", "/gists");
  expect(status).toBe(501);
  expect(body.message).toBe("fake-github does not serve GET /gists");
  expect(body.served).toContain("POST /repos/{owner}/{repo}/check-runs");
  expect((await scenario.api("PATCH", repo)).status).toBe(501);
});

test("the prefix of GitHub Enterprise Server is served as well", async () => {
  expect((await scenario.api("GET", `/api/v3${repo}`)).body.full_name).toBe("octo/images");
});

test("a request that GitHub's description does not allow is refused with the field", async () => {
  const { status, body } = await scenario.api("POST", `${repo}/check-runs`, { name: 7 });
  expect(status).toBe(422);
  expect(body.message).toContain("/name must be string");
  expect((await scenario.api("GET", `${repo}/actions/runs/x`)).status).toBe(422);
});

test("a body that is not JSON is a problem of its own", async () => {
  const answer = await fetch(`${scenario.github.url}${repo}/check-runs`, {
    ...{ method: "POST", body: "{", headers: { authorization: `Bearer ${scenario.token}` } },
  });
  expect([answer.status, await answer.json()]).toMatchObject([400, { message: "Problems parsing JSON" }]);
  expect((await scenario.api("POST", `${repo}/check-runs`, [])).status).toBe(400);
});

test("GitHub says what it is", async () => {
  expect((await apiOf(scenario.github)("GET", "/meta")).body.hooks).toContain("127.0.0.0/8");
});

test("a reply that is lost leaves what was asked for done", async () => {
  const { github, repository, api } = scenario;
  github.plan([
    { on: "request", do: "lose-reply", operation: "actions/generate-runner-jitconfig-for-repo", times: 1 },
  ]);
  const body = { name: "host", runner_group_id: 1, labels: ["x"] };
  await expect(api("POST", `${repo}/actions/runners/generate-jitconfig`, body)).rejects.toThrow(
    "fetch failed",
  );
  expect([...repository.runners.values()].map(({ name }) => name)).toEqual(["host"]);
  expect((await api("POST", `${repo}/actions/runners/generate-jitconfig`, body)).status).toBe(409);
  const calls = github.ledger.requests.filter(({ operation }) => operation.includes("jitconfig"));
  expect(calls.map(({ status, answered }) => [status, answered])).toEqual([
    [201, false],
    [409, true],
  ]);
});

test("a request that is refused leaves nothing done", async () => {
  const { github, repository, api } = scenario;
  github.plan([{ on: "request", do: "refuse", operation: "repos/create-release", times: 1 }]);
  await expect(api("POST", `${repo}/releases`, { tag_name: "v1" })).rejects.toThrow("fetch failed");
  expect(repository.releases.size).toBe(0);
});

test.each([403, 429, 500, 502, 503] as const)(
  "a planned answer %i leaves nothing done and may say when to come again",
  async (status) => {
    const { github, repository, api } = scenario;
    github.plan([{ on: "request", do: "answer", status, retryAfter: 7, times: 1 }]);
    const answer = await api("POST", `${repo}/releases`, { tag_name: "v1" });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([status, "7"]);
    expect(repository.releases.size).toBe(0);
    expect((await api("POST", `${repo}/releases`, { tag_name: "v1" })).status).toBe(201);
  },
);

test("a slow answer comes when its time is over", async () => {
  const clock = virtualClock();
  await using slow = await startScenario({ clock });
  slow.github.plan([{ on: "request", do: "slow", milliseconds: 30_000, times: 1 }]);
  const due = clock.now() + 30_000;
  let isOver = false;
  const answer = slow.api("GET", repo).then((got) => {
    isOver = true;
    return got;
  });
  while (clock.next() !== due) await delay(5);
  await slow.github.advance(29_999);
  await delay(50);
  expect(isOver).toBe(false);
  await slow.github.advance(1);
  expect((await answer).status).toBe(200);
});

test("an answer that GitHub would not give is kept, and closing then fails", async () => {
  const { github, repository, api, receiver } = await startScenario();
  Object.assign(repository, { name: 7 });
  expect((await api("GET", "/repos/octo/7")).status).toBe(200);
  expect(github.ledger.violations).toContain("answer 200 of repos/get: /name must be string");
  await receiver[Symbol.asyncDispose]();
  await expect(github.close()).rejects.toThrow("answer 200 of repos/get: /name must be string");
});

test("the server listens on this machine only", () => {
  expect(scenario.github.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("nothing listens any more after it was closed", async () => {
  const closed = await startScenario();
  await closed[Symbol.asyncDispose]();
  const port = Number(new URL(closed.github.url).port);
  const error = await new Promise<Error>((resolve) => {
    connect(port, "127.0.0.1").on("error", resolve);
  });
  expect(error.message).toContain("ECONNREFUSED");
});
