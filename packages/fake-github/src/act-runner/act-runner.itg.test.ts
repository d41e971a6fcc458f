import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { realClock } from "../clock/real-clock.ts";
import { startScenario } from "../scenario.fixture.ts";
import { workflowPlan } from "../workflow/workflow-plan.ts";
import { findAct } from "./find-act.ts";

const program = fileURLToPath(new URL("../../bin/act-runner.ts", import.meta.url));
const repo = "/repos/octo/images";
const workflow = `name: Build
on: {workflow_dispatch: {inputs: {tasks: {required: true}}}}
permissions: {contents: read}
jobs:
  task:
    name: "\${{ matrix.task }}"
    strategy: {matrix: {include: "\${{ fromJSON(inputs.tasks) }}"}}
    runs-on: "\${{ matrix.runsOn }}"
    outputs: {made: "\${{ steps.make.outputs.made }}"}
    steps:
      - uses: actions/checkout@v5
      - uses: me/actions/greet@v1
        with: {whom: "\${{ matrix.task }}"}
      - id: make
        run: |
          cat README.md
          echo "at $GITHUB_SHA of $GITHUB_REPOSITORY, run $GITHUB_RUN_ID"
          env | grep -c -e JITCONFIG -e ACTIONS_RUNTIME || echo nothing of the runner here
          echo "made=\${{ matrix.task }}" >>"$GITHUB_OUTPUT"
          \${{ matrix.command }}
      - {if: always(), run: "echo cleaned up"}
`;

let scenario: Awaited<ReturnType<typeof startScenario>>;
let work: string;

beforeEach(async () => {
  scenario = await startScenario({ clock: realClock(Date.now), planJobs: workflowPlan });
  scenario.github.push(scenario.repository, {
    author: "mona",
    files: { ".github/workflows/w.yml": workflow },
  });
  work = await mkdtemp(join(tmpdir(), "fake-github-runner-"));
  await mkdir(join(work, "actions/greet"), { recursive: true });
  await writeFile(
    join(work, "actions/greet/action.yml"),
    `name: greet
inputs: {whom: {required: true}}
runs:
  using: composite
  steps: [{shell: bash, env: {WHOM: "\${{ inputs.whom }}"}, run: 'echo "hello, $WHOM"'}]
`,
  );
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
  await rm(work, { recursive: true });
});

async function dispatch(...tasks: readonly object[]) {
  const { api, github, repository } = scenario;
  const { body } = await api("POST", `${repo}/actions/workflows/w.yml/dispatches`, {
    ...{ ref: "main", inputs: { tasks: JSON.stringify(tasks) }, return_run_details: true },
  });
  return github.jobsOf(repository, body.workflow_run_id);
}

async function startRunner(label: string) {
  const { body } = await scenario.api("POST", `${repo}/actions/runners/generate-jitconfig`, {
    ...{ name: `runner-${label}`, runner_group_id: 1, labels: [label] },
  });
  const cwd = join(work, label);
  await mkdir(cwd);
  const child = spawn(process.execPath, [program, "run"], {
    ...{ cwd, stdio: ["ignore", "pipe", "inherit"] },
    env: {
      ...process.env,
      ...{ ACTIONS_RUNNER_INPUT_JITCONFIG: body.encoded_jit_config, ACT: findAct(process.env) },
      ACT_RUNNER_LOCAL_REPOSITORIES: `me/actions=${join(work, "actions")}`,
    },
  });
  const ended = once(child, "exit");
  return { child, cwd, printed: text(child.stdout), ended, jitConfig: String(body.encoded_jit_config) };
}

/** Says on standard error why there is no act. */
function hasAct(): boolean {
  try {
    return findAct(process.env) !== "";
  } catch (error) {
    process.stderr.write(`tests of act as a runner are skipped: ${String(error)}\n`);
    return false;
  }
}

describe.skipIf(!hasAct())("act as a runner", () => {
  test("does the one job that it was made for, with the files of the commit, and ends", async () => {
    const { api, repository } = scenario;
    const [job] = await dispatch({ task: "one", runsOn: ["t-1"], command: "true" });
    const runner = await startRunner("t-1");
    const printed = await runner.printed;

    expect(await runner.ended).toEqual([0, null]);
    expect(job).toMatchObject({ conclusion: "success", runnerName: "runner-t-1", outputs: { made: "one" } });
    for (const line of [
      "hello, one",
      "# Images",
      `at ${job && repository.branches.get("main")} of octo/images`,
    ])
      expect(job?.log).toContain(line);
    expect(job?.log).toContain("nothing of the runner here");
    expect(printed).toContain(job?.log);
    expect(printed).not.toContain(runner.jitConfig);
    expect(repository.runners.size).toBe(0);
    expect(await readdir(join(runner.cwd, "_work"))).toEqual([]);
    expect((await api("GET", `${repo}/actions/jobs/${job?.id}/logs`)).status).toBe(302);
  });

  test("reports a job that fails, whose last steps run all the same", async () => {
    const command = `echo "::error title=broken%3A x (y)::it is"; exit 3`;
    const [job] = await dispatch({ task: "two", runsOn: "t-2", command });
    const runner = await startRunner("t-2");
    expect(await runner.ended).toEqual([0, null]);
    expect(job?.conclusion).toBe("failure");
    expect(job?.log).toMatch(/##\[error\]exit status 3[^]*cleaned up/);
    // act may hand on what a step wrote after it has said how the step ended.
    expect(job?.log).toContain("##[error]it is");
    const { body } = await scenario.api("GET", `${repo}/check-runs/${job?.id}/annotations`);
    expect(body).toMatchObject([{ annotation_level: "failure", title: "broken: x (y)", message: "it is" }]);
  });

  test("cancels a job that takes longer than it may", async () => {
    const short = workflow.replace("    steps:", "    timeout-minutes: 0.05\n    steps:");
    const files = { ".github/workflows/w.yml": short };
    scenario.github.push(scenario.repository, { author: "mona", files });
    const [job] = await dispatch({ task: "four", runsOn: "t-4", command: "sleep 600" });
    const runner = await startRunner("t-4");
    expect(await runner.ended).toEqual([0, null]);
    expect(job?.conclusion).toBe("cancelled");
    expect(job?.log).toMatch(/maximum execution time of 0.05m0s[^]*cleaned up/);
  });

  test.each(["SIGTERM", "GitHub"])("cancels its job by %s, cleans up and says so", async (by) => {
    const { api } = scenario;
    const [job] = await dispatch({ task: "three", runsOn: "t-3", command: "sleep 600" });
    const runner = await startRunner("t-3");
    let seen = "";
    await new Promise<void>((resolve) => {
      runner.child.stdout.on("data", (chunk) => {
        seen += String(chunk);
        if (seen.includes("nothing of the runner here")) resolve();
      });
    });
    if (by === "SIGTERM") runner.child.kill("SIGTERM");
    else await api("POST", `${repo}/actions/runs/${job?.runId}/cancel`);
    expect(await runner.ended).toEqual([0, null]);
    expect(job?.conclusion).toBe("cancelled");
    expect(job?.log).toMatch(/The operation was canceled[^]*cleaned up/);
  });
});
