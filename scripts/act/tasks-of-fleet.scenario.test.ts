import { findAct } from "@debootc/fake-github/act-runner/find-act";
import { realClock } from "@debootc/fake-github/clock/real-clock";
import { startScenario } from "@debootc/fake-github/scenario.fixture";
import { workflowPlan } from "@debootc/fake-github/workflow/workflow-plan";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { writeReleaseTree } from "../release/write-release-tree.ts";
import { repository as checkout } from "../repository/repository.ts";

const template = join(checkout, "templates/fleet");
const api = "/repos/octo/images/actions";

/** Reads the template as a user has it who wants its packages. */
async function templateFiles(): Promise<Record<string, string>> {
  const found = await readdir(template, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  for (const entry of found.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files[relative(template, path)] = (await readFile(path, "utf8")).replace(
      "# - mine-hello",
      "- mine-hello",
    );
  }
  return files;
}

type Task = Readonly<Record<string, unknown>>;

const pack = (name: string, needs: readonly string[] = []): Task => ({
  ...{ kind: "package", task: `packages/${name}/amd64`, arch: "amd64", source: `./packages/${name}`, needs },
  artifact: `package-packages-${name}-amd64`,
});
const leg = (variant: string, needs: readonly string[]): Task => ({
  ...{ kind: "leg", task: `${variant}/amd64`, variant, arch: "amd64", needs },
  artifact: `leg-${variant}-amd64`,
});

test("packages, legs and what joins them pass their results from one run of GitHub to the next", async () => {
  await using github = await startScenario({ clock: realClock(Date.now), planJobs: workflowPlan });
  await using work = await mkdtempDisposable(join(process.env["E2E_WORK"] ?? tmpdir(), "debootc-fleet-"));
  const actions = join(work.path, "actions");
  await writeReleaseTree(actions, "v1", { bundle: "current", lean: true });
  const { repository } = github;
  const sha = github.github.push(repository, { author: "mona", files: await templateFiles() });
  const finished: Task[] = [];
  let labels = 0;

  /** Does tasks as the hub does: one dispatch, and a runner for each of them; others find their results then. */
  async function dispatch(...tasks: readonly Task[]) {
    const labelled = tasks.map((task) => {
      const label = `debootc-t-${++labels}-1-a`;
      return { ...task, label, runsOn: [label], composeId: "mine-13-20261130.d.0", timestamp: 0 };
    });
    const inputs = {
      ...{ dispatch: "1-a", run: "1", sha, tasks: JSON.stringify(labelled) },
      finished: JSON.stringify(finished),
    };
    const { body } = await github.api("POST", `${api}/workflows/debootc.yml/dispatches`, {
      ...{ ref: "main", inputs, return_run_details: true },
    });
    for (const { label } of labelled) await runner(label);
    const jobs = github.github.jobsOf(repository, body.workflow_run_id);
    for (const { conclusion, log } of jobs) expect(conclusion, log.slice(-5000)).toBe("success");
    expect(jobs).toHaveLength(tasks.length);
    for (const { kind, task } of tasks)
      finished.push({ kind, name: task, githubRunId: body.workflow_run_id });
  }

  async function runner(label: string) {
    const { body } = await github.api("POST", `${api}/runners/generate-jitconfig`, {
      ...{ name: label, runner_group_id: 1, labels: [label] },
    });
    const directory = join(work.path, label);
    await mkdir(directory);
    await run({
      tool: process.execPath,
      args: [join(checkout, "packages/fake-github/bin/act-runner.ts"), "run"],
      cwd: directory,
      env: {
        ...ofTheUser(),
        ACTIONS_RUNNER_INPUT_JITCONFIG: body.encoded_jit_config,
        ACT: findAct(process.env),
        ACT_RUNNER_LOCAL_REPOSITORIES: `debootc/compose=${actions}`,
      },
    });
  }

  const words = "packages/mine-words/amd64";
  await dispatch(pack("mine-words"));
  await dispatch(pack("mine-hello", [words]));
  await dispatch(...["base", "tools"].map((name) => leg(name, [words, "packages/mine-hello/amd64"])));
  await dispatch({
    ...{ kind: "assemble", task: "assemble", needs: ["base/amd64", "tools/amd64"] },
    artifact: "compose-mine-13-20261130.d.0",
  });

  expect([...repository.artifacts.values()].map(({ name }) => name)).toEqual([
    ...["package-packages-mine-words-amd64", "package-packages-mine-hello-amd64"],
    ...["leg-base-amd64", "leg-tools-amd64", "compose-mine-13-20261130.d.0"],
  ]);
});

function ofTheUser(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
