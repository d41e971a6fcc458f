import { writeInterpreters } from "@debootc/fake-github/act-runner/write-interpreters";
import { startResultsService } from "@debootc/fake-github/start-results-service";
import { runAttached } from "@debootc/tools/run";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { repository } from "../repository/repository.ts";
import { writeReleaseTree } from "../release/write-release-tree.ts";
import type { ActRequest } from "./act-arguments.ts";
import { containerImage } from "./container-image.ts";
import { containerOptions } from "./container-options.ts";
import { localRepositories } from "./local-repositories.ts";
import { writeCheckoutAction } from "./write-checkout-action.ts";
import { copyRepository } from "./copy-repository.ts";
import { workflowFile } from "./workflow-file.ts";

/** What the actions are called in workflows on this machine. */
const version = "v1";

/** Hosted runners, all of which are this machine, or containers on it. */
const labels = ["22.04", "24.04", "26.04", "latest"].flatMap((name) => [
  `ubuntu-${name}`,
  `ubuntu-${name}-arm`,
]);

/**
 * Runs a workflow with act on this machine as GitHub would: with services of its own for artifacts and caches, with the
 * actions of this checkout as a release has them, and with a fresh copy of the repository for each job. Returns act's exit
 * status.
 */
export async function runAct({
  act,
  workflow,
  repository: source,
  faults,
  container,
  image: given,
  others,
}: ActRequest): Promise<number> {
  const image = container ? await containerImage(given, ofTheUser()) : undefined;
  const runs = join(repository, "out/act");
  await mkdir(runs, { recursive: true });
  const work = await mkdtemp(join(runs, "run-"));
  const below = (name: string) => join(work, name);
  const service = await startResultsService({ directory: below("blobs"), faults });
  // Ctrl-C reaches act too, which lets the jobs clean up; this process must not end before it.
  let isStopped = false;
  const stop = () => {
    isStopped = true;
  };
  process.on("SIGINT", stop);
  try {
    await writeReleaseTree(below("actions"), version, { bundle: "current", lean: true });
    await copyRepository(source, below("source"), version);
    const file = await workflowFile(workflow, below("source"));
    // As on GitHub, a job has no files before it checks some out; act asks the repository for its commit.
    await cp(below("source/.git"), below("workspace/.git"), { recursive: true });
    await writeCheckoutAction(below("checkout"));
    await writeInterpreters(below("bin"));
    const repositories = await localRepositories(dirname(file), {
      ...{ version, actions: below("actions"), checkout: below("checkout") },
    });
    const variables = { ...service.variables, DEBOOTC_ACT_SOURCE: below("source") };
    const places = { source: below("source"), interpreters: below("bin"), node: process.execPath };
    if (isStopped) return 130;
    return await runAttached({
      tool: act,
      args: [
        ...[await eventOf(file), "--directory", below("workspace"), "--workflows", file],
        ...labels.flatMap((label) => ["--platform", `${label}=${image ?? "-self-hosted"}`]),
        ...(image === undefined ? [] : containerOptions({ ...places, variables })),
        ...["--action-cache-path", below("action-cache"), "--no-cache-server", "--no-skip-checkout"],
        "--pull=false",
        ...repositories.flatMap((one) => ["--local-repository", one]),
        ...others,
      ],
      env: {
        ...ofTheUser(),
        ...variables,
        PATH: `${below("bin")}:${process.env["PATH"]}`,
        GITHUB_REPOSITORY: "debootc/compose",
      },
      streams: [0, 1, 2],
    });
  } finally {
    process.off("SIGINT", stop);
    await service.close();
    await rm(work, { recursive: true, force: true });
  }
}

/** The services of a run that this one may be part of are not those of the jobs. */
function ofTheUser(): Readonly<Record<string, string>> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(GITHUB|ACTIONS|RUNNER|INPUT)_/.test(name) ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

async function eventOf(file: string): Promise<string> {
  const text = await readFile(file, "utf8");
  if (/^on: pull_request$/m.test(text)) return "pull_request";
  return text.includes("workflow_dispatch") ? "workflow_dispatch" : "push";
}
