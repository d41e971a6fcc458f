import { afterEach, beforeEach, expect, test } from "vitest";
import { legs, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const hour = 3_600_000;
const repo = "/repos/octo/images";

async function dispatch(...labels: readonly string[]): Promise<number> {
  const { body } = await scenario.api("POST", `${repo}/actions/workflows/build.yml/dispatches`, {
    ...{ ref: "main", inputs: legs(...labels), return_run_details: true },
  });
  return body.workflow_run_id;
}

async function register(name: string, ...labels: readonly string[]): Promise<number> {
  const { body } = await scenario.api("POST", `${repo}/actions/runners/generate-jitconfig`, {
    ...{ name, runner_group_id: 1, labels },
  });
  return body.runner.id;
}

function jobsOf(run: number) {
  return scenario.github.jobsOf(scenario.repository, run);
}

test("a job waits until a runner with its labels is connected", async () => {
  const run = await dispatch("x");
  await register("wrong", "y");
  scenario.github.connectRunner(scenario.repository, "wrong");
  expect(jobsOf(run)[0]?.status).toBe("queued");
  await register("right", "x", "y");
  expect(jobsOf(run)[0]?.status).toBe("queued");
  scenario.github.connectRunner(scenario.repository, "right");
  expect(jobsOf(run)[0]).toMatchObject({ status: "in_progress", runnerName: "right" });
});

test("a job that waits cannot end, and one that was cancelled stays so when its runner reports late", async () => {
  const { github, repository, api } = scenario;
  const run = await dispatch("x", "ubuntu-latest");
  const [waiting, working] = jobsOf(run);
  expect(() => github.finishJob(repository, waiting?.id ?? 0)).toThrow("still waits for a runner");
  await api("POST", `${repo}/actions/runs/${run}/cancel`);
  github.finishJob(repository, working?.id ?? 0);
  expect(working?.conclusion).toBe("cancelled");
});

test("a run of a fork's pull request has the fork's commit, and its jobs wait like any other", async () => {
  const { github, repository, api } = scenario;
  const fork = github.fork(repository, "newcomer");
  const sha = github.push(fork, { branch: "copy", author: "newcomer", files: { a: "1" } });
  const { number } = github.openPullRequest(repository, { author: "newcomer", from: fork, branch: "copy" });
  github.planJobs(() => [{ name: "copied", labels: ["task-1"] }]);
  const run = github.startRun(repository, {
    ...{
      workflow: ".github/workflows/build.yml",
      event: "pull_request",
      ref: `refs/pull/${number}/head`,
      actor: "newcomer",
    },
  });
  const { body } = await api("GET", `${repo}/actions/runs/${run.id}`);
  expect(body).toMatchObject({
    head_sha: sha,
    head_commit: { id: sha },
    event: "pull_request",
    status: "queued",
  });
});

test("a just-in-time runner does one job and disappears", async () => {
  const { github, repository, api } = scenario;
  const run = await dispatch("x", "x");
  const runner = await register("host", "x");
  github.connectRunner(repository, "host");
  const [first, second] = jobsOf(run);
  expect([first?.status, second?.status]).toEqual(["in_progress", "queued"]);
  github.finishJob(repository, first?.id ?? 0);
  expect(second?.status).toBe("queued");
  expect((await api("GET", `${repo}/actions/runners/${runner}`)).status).toBe(404);
});

test("a job that a runner does not begin within 60 seconds goes back to the queue, for another runner", async () => {
  const { github, repository } = scenario;
  const run = await dispatch("x");
  await register("deaf", "x");
  await register("well", "x");
  github.connectRunner(repository, "deaf", { deaf: true });
  github.connectRunner(repository, "well");
  const [job] = jobsOf(run);
  await github.advance(59_000);
  expect(job?.status).toBe("queued");
  await github.advance(1000);
  expect(job).toMatchObject({ status: "in_progress", runnerName: "well", requeues: 1 });
});

test("a job that is offered again and again to a deaf runner fails after 24 hours in the queue", async () => {
  const { github, repository, receiver } = scenario;
  const run = await dispatch("x");
  await register("deaf", "x");
  github.connectRunner(repository, "deaf", { deaf: true });
  await github.advance(24 * hour - 1);
  const [job] = jobsOf(run);
  expect(job?.status).toBe("queued");
  expect(job?.requeues).toBeGreaterThan(1400);
  await github.advance(1);
  expect(job).toMatchObject({ status: "completed", conclusion: "failure" });
  const last = receiver.received.findLast(({ event }) => event === "workflow_run");
  expect(last?.payload).toMatchObject({ action: "completed", workflow_run: { conclusion: "failure" } });
});

test("a runner that nobody connects is forgotten after a day", async () => {
  const { github, repository } = scenario;
  await register("early", "x");
  await github.advance(24 * hour - 1);
  expect(repository.runners.size).toBe(1);
  await github.advance(1);
  expect(repository.runners.size).toBe(0);
});

test("a job whose runner falls silent fails after ten minutes, unless the runner comes back", async () => {
  const { github, repository } = scenario;
  const run = await dispatch("x", "y");
  await register("lost", "x");
  await register("back", "y");
  github.connectRunner(repository, "lost");
  github.connectRunner(repository, "back");
  github.disconnectRunner(repository, "lost");
  github.disconnectRunner(repository, "back");
  await github.advance(300_000);
  github.connectRunner(repository, "back");
  await github.advance(300_000);
  expect(jobsOf(run).map(({ status }) => status)).toEqual(["completed", "in_progress"]);
  expect(jobsOf(run)[0]?.conclusion).toBe("failure");
  expect([...repository.runners.values()].map(({ name }) => name)).toEqual(["back"]);
});

test("removing a runner that was only offered a job puts the job back; a busy one is not removed", async () => {
  const { github, repository, api } = scenario;
  const run = await dispatch("x");
  const deaf = await register("deaf", "x");
  github.connectRunner(repository, "deaf", { deaf: true });
  expect((await api("DELETE", `${repo}/actions/runners/${deaf}`)).status).toBe(204);
  const busy = await register("busy", "x");
  github.connectRunner(repository, "busy");
  expect(jobsOf(run)[0]?.runnerName).toBe("busy");
  const refused = await api("DELETE", `${repo}/actions/runners/${busy}`);
  expect(refused.status).toBe(422);
  expect(refused.body.message).toContain("still running a job");
});

test("a job of GitHub's own labels begins at once, and leaves no runner", async () => {
  const { github, repository } = scenario;
  const run = await dispatch("ubuntu-latest");
  const [job] = jobsOf(run);
  expect(job?.status).toBe("in_progress");
  expect(repository.runners.size).toBe(0);
  github.finishJob(repository, job?.id ?? 0);
  expect(repository.runs.get(run)?.conclusion).toBe("success");
});

test("a job begins when what it needs succeeded, is skipped otherwise, and runs anyway if it always does", async () => {
  const { github, repository } = scenario;
  const ubuntu = ["ubuntu-latest"];
  github.planJobs(() => [
    { name: "build", labels: ubuntu },
    { name: "test", labels: ubuntu, needs: ["build"] },
    { name: "report", labels: ubuntu, needs: ["test"], always: true },
  ]);
  const run = await dispatch();
  expect(jobsOf(run).map(({ plan }) => plan.name)).toEqual(["build"]);
  github.finishJob(repository, jobsOf(run)[0]?.id ?? 0, "failure");
  expect(jobsOf(run).map(({ plan, conclusion }) => [plan.name, conclusion])).toEqual([
    ["build", "failure"],
    ["test", "skipped"],
    ["report", undefined],
  ]);
  github.finishJob(repository, jobsOf(run)[2]?.id ?? 0);
  expect(repository.runs.get(run)?.conclusion).toBe("failure");
});

test("a run is cancelled with all of its jobs, and only once", async () => {
  const { repository, api } = scenario;
  const run = await dispatch("x", "ubuntu-latest");
  expect((await api("POST", `${repo}/actions/runs/${run}/cancel`)).status).toBe(202);
  expect(jobsOf(run).map(({ conclusion }) => conclusion)).toEqual(["cancelled", "cancelled"]);
  expect(repository.runs.get(run)).toMatchObject({ status: "completed", conclusion: "cancelled" });
  expect((await api("POST", `${repo}/actions/runs/${run}/cancel`)).status).toBe(409);
});

test("an active run cannot be run again; failed jobs run again as a new attempt beside those that succeeded", async () => {
  const { github, repository, api } = scenario;
  const run = await dispatch("ubuntu-latest", "ubuntu-22.04");
  expect((await api("POST", `${repo}/actions/runs/${run}/rerun`)).status).toBe(403);
  const [first, second] = jobsOf(run);
  github.finishJob(repository, first?.id ?? 0);
  github.finishJob(repository, second?.id ?? 0, "failure");
  expect((await api("POST", `${repo}/actions/runs/${run}/rerun-failed-jobs`)).status).toBe(201);
  const latest = await api("GET", `${repo}/actions/runs/${run}/jobs`);
  expect(
    latest.body.jobs.map(({ run_attempt, status }: { run_attempt: number; status: string }) => [
      run_attempt,
      status,
    ]),
  ).toEqual([
    [1, "completed"],
    [2, "in_progress"],
  ]);
  expect((await api("GET", `${repo}/actions/runs/${run}/jobs?filter=all`)).body.total_count).toBe(3);
  expect((await api("GET", `${repo}/actions/runs/${run}/attempts/2/jobs`)).body.total_count).toBe(1);
  github.finishJob(repository, jobsOf(run)[2]?.id ?? 0);
  expect(repository.runs.get(run)).toMatchObject({ status: "completed", conclusion: "success", attempt: 2 });
});

test("running one job again also runs what needs it", async () => {
  const { github, repository, api } = scenario;
  const ubuntu = ["ubuntu-latest"];
  github.planJobs(() => [
    { name: "a", labels: ubuntu },
    { name: "b", labels: ubuntu, needs: ["a"] },
    { name: "c", labels: ubuntu },
  ]);
  const run = await dispatch();
  for (let open = jobsOf(run).find((job) => job.status !== "completed"); open; ) {
    github.finishJob(repository, open.id);
    open = jobsOf(run).find((job) => job.status !== "completed");
  }
  const a = jobsOf(run).find(({ plan }) => plan.name === "a");
  expect((await api("POST", `${repo}/actions/jobs/${a?.id}/rerun`)).status).toBe(201);
  github.finishJob(repository, jobsOf(run).at(-1)?.id ?? 0);
  expect(
    jobsOf(run)
      .map(({ plan, attempt }) => `${plan.name}${attempt}`)
      .sort(),
  ).toEqual(["a1", "a2", "b1", "b2", "c1"]);
});

test("the log of a finished job is given through a redirect, and that of another is not found", async () => {
  const { github, repository, api } = scenario;
  const run = await dispatch("ubuntu-latest");
  const id = jobsOf(run)[0]?.id ?? 0;
  expect((await api("GET", `${repo}/actions/jobs/${id}/logs`)).status).toBe(404);
  github.finishJob(repository, id, "failure", "a.c:3: error: no\n");
  const { status, headers } = await api("GET", `${repo}/actions/jobs/${id}/logs`);
  expect(status).toBe(302);
  expect(await (await fetch(headers.get("location") ?? "")).text()).toBe("a.c:3: error: no\n");
});

test("artifacts are listed by their run and name, downloaded through a redirect, and expire", async () => {
  const { github, repository, api } = scenario;
  const run = await dispatch("ubuntu-latest");
  const { id } = github.addArtifact(repository, run, { name: "leg", content: Buffer.from("zip"), days: 1 });
  const listed = await api("GET", `${repo}/actions/runs/${run}/artifacts?name=leg`);
  expect(listed.body).toMatchObject({
    total_count: 1,
    artifacts: [{ id, expired: false, size_in_bytes: 3 }],
  });
  expect((await api("GET", `${repo}/actions/runs/${run}/artifacts?name=other`)).body.total_count).toBe(0);
  const { status, headers } = await api("GET", `${repo}/actions/artifacts/${id}/zip`);
  expect(status).toBe(302);
  expect(await (await fetch(headers.get("location") ?? "")).text()).toBe("zip");
  await github.advance(24 * hour);
  const token = await scenario.asApp("GET", "/app");
  expect(token.status).toBe(401);
  expect(repository.artifacts.get(id)?.expiresAt).toBe(github.now());
});
