import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runnerClient, type RunnerClient } from "../act-runner/runner-client.ts";
import { readRunnerSettings } from "../act-runner/runner-settings.ts";
import { apiOf, legs, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const repo = "/repos/octo/images";
const { signal } = new AbortController();

async function dispatch(...labels: readonly string[]): Promise<number> {
  const { body } = await scenario.api("POST", `${repo}/actions/workflows/build.yml/dispatches`, {
    ...{ ref: "main", inputs: legs(...labels), return_run_details: true },
  });
  return body.workflow_run_id;
}

async function connect(name: string, ...labels: readonly string[]): Promise<RunnerClient> {
  const { body } = await scenario.api("POST", `${repo}/actions/runners/generate-jitconfig`, {
    ...{ name, runner_group_id: 1, labels },
  });
  const client = runnerClient(readRunnerSettings(body.encoded_jit_config));
  await client.open();
  return client;
}

const jobOf = (run: number) => {
  const [job] = scenario.github.jobsOf(scenario.repository, run);
  if (job === undefined) throw new Error("no job");
  return job;
};

/** Returns once a request of the runner waits. */
async function waits(name: string): Promise<void> {
  const runner = [...scenario.repository.runners.values()].find((one) => one.name === name);
  while (runner?.waiting.size === 0) await delay(1);
}

test("a program that has the configuration of a runner waits for its job, does it, and is gone", async () => {
  const { api, repository, sha } = scenario;
  const client = await connect("host", "x");
  const waiting = client.next(signal);
  const run = await dispatch("x");
  const message = await waiting;

  expect(message).toMatchObject({
    job: { id: jobOf(run).id, name: "leg (v0, x)", labels: ["x"] },
    run: { id: run, number: 1, attempt: 1, event: "workflow_dispatch", sha, ref: "refs/heads/main" },
    workflow: { path: ".github/workflows/build.yml" },
    ...{ repository: { name: "octo/images" }, inputs: legs("x"), needs: {} },
  });
  expect(jobOf(run)).toMatchObject({ status: "in_progress", runnerName: "host" });
  expect(await client.log(jobOf(run).id, 0, Buffer.from("one\ntwo\n"))).toBe(8);
  expect(await client.log(jobOf(run).id, 4, Buffer.from("two\nthree\n"))).toBe(14);
  expect(await client.log(jobOf(run).id, 20, Buffer.from("lost"))).toBe(14);
  await client.complete(jobOf(run).id, {
    ...{ conclusion: "failure", outputs: { made: "no" } },
    annotations: ["::error title=broken%3A x::it is%0Abroken"],
  });
  const { body: annotations } = await api("GET", `${repo}/check-runs/${jobOf(run).id}/annotations`);
  expect(annotations).toMatchObject([
    { annotation_level: "failure", title: "broken: x", message: "it is\nbroken" },
  ]);
  expect(jobOf(run)).toMatchObject({
    conclusion: "failure",
    log: "one\ntwo\nthree\n",
    outputs: { made: "no" },
  });
  expect(repository.runners.size).toBe(0);
  expect((await api("GET", `${repo}/actions/runs/${run}`)).body.conclusion).toBe("failure");
  await expect(client.next(signal)).rejects.toThrow("no runner has this secret");
});

test("a job that is offered and not taken within 60 seconds goes to another runner", async () => {
  const { github } = scenario;
  await connect("slow", "x");
  const run = await dispatch("x");
  await github.advance(59_999);
  expect(jobOf(run).status).toBe("queued");
  const other = await connect("other", "x");
  await github.advance(1);
  expect(jobOf(run).requeues).toBe(1);
  expect((await other.next(signal))?.run.id).toBe(run);
  expect(jobOf(run).runnerName).toBe("other");
});

test("a job whose runner is silent for ten minutes fails, and one that is renewed goes on", async () => {
  const { github } = scenario;
  const [lost, kept] = [await connect("lost", "x"), await connect("kept", "y")];
  const [first, second] = [await dispatch("x"), await dispatch("y")];
  await lost.next(signal);
  await kept.next(signal);
  const renewal = kept.renew(jobOf(second).id, signal);
  await waits("kept");
  await github.advance(600_000);
  expect([jobOf(first).conclusion, jobOf(second).conclusion]).toEqual(["failure", undefined]);
  expect(await renewal).toBe(false);
});

test("the runner of a cancelled job is told, reports that it ended, and has five minutes for that", async () => {
  const { api, github } = scenario;
  const [good, bad] = [await connect("good", "x"), await connect("bad", "y")];
  const [first, second] = [await dispatch("x"), await dispatch("y")];
  await good.next(signal);
  await bad.next(signal);
  const told = good.renew(jobOf(first).id, signal);
  await waits("good");
  for (const run of [first, second])
    expect((await api("POST", `${repo}/actions/runs/${run}/cancel`)).status).toBe(202);
  expect(await told).toBe(true);
  expect(jobOf(first).status).toBe("in_progress");
  await good.complete(jobOf(first).id, { conclusion: "cancelled", outputs: {} });
  expect(jobOf(first).conclusion).toBe("cancelled");
  await github.advance(300_000);
  expect(jobOf(second).conclusion).toBe("cancelled");
});

test("a runner that was removed while it waited hears that it is gone", async () => {
  const { api, repository } = scenario;
  const client = await connect("host", "x");
  const refused = client.next(signal).catch((error: unknown) => String(error));
  await waits("host");
  const [runner] = repository.runners.keys();
  await api("DELETE", `${repo}/actions/runners/${runner}`);
  expect(await refused).toContain("401");
});

test("a runner has one session, and nobody has another runner's job", async () => {
  const one = await connect("one", "x");
  await expect(one.open()).rejects.toThrow("a session for this runner already exists");
  const run = await dispatch("x");
  const other = await connect("other", "y");
  await expect(other.renew(jobOf(run).id, signal)).rejects.toThrow("not, or no longer, that of this runner");
  await one.close();
  expect(scenario.repository.runners.size).toBe(2);
});

test("the token of a job may do what the job's permissions say, until the job ends", async () => {
  const { github } = scenario;
  github.planJobs(() => [{ name: "a", labels: ["x"], permissions: { metadata: "read", checks: "write" } }]);
  const client = await connect("host", "x");
  const run = await dispatch();
  const message = await client.next(signal);
  const asJob = apiOf(github, message?.token ?? "");

  const check = await asJob("POST", `${repo}/check-runs`, { name: "by a job", head_sha: scenario.sha });
  expect([check.status, check.body.app.slug]).toEqual([201, "github-actions"]);
  expect((await asJob("POST", `${repo}/releases`, { tag_name: "v1" })).status).toBe(403);
  await client.complete(jobOf(run).id, { conclusion: "success", outputs: {} });
  expect((await asJob("GET", repo)).status).toBe(401);
});
