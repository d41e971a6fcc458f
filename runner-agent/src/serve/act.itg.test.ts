import { startScenario } from "@debootc/fake-github/scenario.fixture";
import { findAct } from "@debootc/fake-github/act-runner/find-act";
import { realClock } from "@debootc/fake-github/clock/real-clock";
import { workflowPlan } from "@debootc/fake-github/workflow/workflow-plan";
import { reasonOf } from "@debootc/tools/errno";
import { skipUnless } from "@debootc/tools/skip-unless.fixture";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { StubHub } from "../hub/stub-hub.fixture.ts";
import { AgentProcess, orderOf, processesWith } from "./agent-process.fixture.ts";

const actRunner = fileURLToPath(new URL("../../../packages/fake-github/bin/act-runner.ts", import.meta.url));
const patience = { timeout: 120_000, interval: 100 };
const workflow = `name: Build
on: {workflow_dispatch: {inputs: {tasks: {required: true}}}}
jobs:
  task:
    strategy: {matrix: {include: "\${{ fromJSON(inputs.tasks) }}"}}
    runs-on: "\${{ matrix.runsOn }}"
    steps:
      - uses: actions/checkout@v5
      - run: |
          cat README.md
          env | grep JITCONFIG || echo no secret here
          setsid sleep 79101 &
          \${{ matrix.command }}
`;

function whyNoAct(): string {
  try {
    return findAct(process.env) === "" ? "ACT is empty" : "";
  } catch (error) {
    return reasonOf(error);
  }
}

const noAct = whyNoAct();
const isSkipped = skipUnless(noAct === "", `no job is done by act: ${noAct}`);

/** A GitHub with jobs on labels of their own, and an agent that has act for a runner. */
async function scene() {
  const stack = new AsyncDisposableStack();
  const scenario = stack.use(await startScenario({ clock: realClock(Date.now), planJobs: workflowPlan }));
  const { api, github, repository } = scenario;
  github.push(repository, { author: "mona", files: { ".github/workflows/w.yml": workflow } });
  const hub = stack.use(await new StubHub().up());
  const environment = { ACT: findAct(process.env) };
  const options = ["--runner", actRunner, "--pass-env", "ACT", "--grace-seconds", "30"];
  const agent = stack.use(await AgentProcess.create(hub, { options, environment }));
  const give = async (label: string, command: string) => {
    const { body: run } = await api("POST", "/repos/octo/images/actions/workflows/w.yml/dispatches", {
      ...{ ref: "main", inputs: { tasks: JSON.stringify([{ runsOn: [label], command }]) } },
      return_run_details: true,
    });
    const { body: runner } = await api("POST", "/repos/octo/images/actions/runners/generate-jitconfig", {
      ...{ name: `runner-${label}`, runner_group_id: 1, labels: [label] },
    });
    const order = orderOf("", { label, jitConfig: String(runner.encoded_jit_config) });
    hub.give(order);
    return { order, job: () => github.jobsOf(repository, run.workflow_run_id)[0] };
  };
  return { hub, agent, give, repository, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test.skipIf(isSkipped)(
  "act does the job of an order, whose end is told to GitHub and to the hub",
  async () => {
    await using started = await scene();
    const { hub, agent, give, repository } = started;
    const { order, job } = await give("t-1", "echo done");
    await expect.poll(() => hub.endOf(order.id), patience).toMatchObject({ exit: { code: 0, signal: null } });

    expect(hub.sessions[0]?.host.runner).toMatchObject({ kind: "act" });
    expect(job()).toMatchObject({ conclusion: "success", runnerName: "runner-t-1" });
    for (const line of ["# Images", "no secret here", "done"]) expect(hub.textOf(order.id)).toContain(line);
    expect(hub.textOf(order.id) + agent.written).not.toContain(order.jitConfig);
    expect(repository.runners.size).toBe(0);
    await expect.poll(() => readdir(join(agent.workDir, "orders")), patience).toEqual([]);
    expect(await processesWith("sleep\x0079101", "cmdline")).toEqual([]);
  },
);

test.skipIf(isSkipped)(
  "a job whose order the hub gives up is cancelled, and nothing of it is left",
  async () => {
    await using started = await scene();
    const { hub, agent, give } = started;
    const { order, job } = await give("t-2", "echo waits; sleep 79102");
    await expect.poll(() => processesWith("sleep\x0079102", "cmdline"), patience).not.toEqual([]);
    hub.givenUp.push(order.id);
    await expect
      .poll(() => hub.endOf(order.id), patience)
      .toMatchObject({ exit: { failure: { code: "cancelled" } } });
    expect(job()?.conclusion).toBe("cancelled");
    await expect.poll(() => readdir(join(agent.workDir, "orders")), patience).toEqual([]);
    for (const seconds of [79101, 79102])
      expect(await processesWith(`sleep\0${seconds}`, "cmdline")).toEqual([]);
  },
);
