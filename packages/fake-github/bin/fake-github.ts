#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { realClock } from "../src/clock/real-clock.ts";
import { checkedStep } from "../src/scenario/check-step.ts";
import { performSteps } from "../src/scenario/perform-steps.ts";
import { runStep } from "../src/scenario/run-step.ts";
import { startFakeGitHub } from "../src/start-fake-github.ts";
import { workflowPlan } from "../src/workflow/workflow-plan.ts";

const help = `Plays GitHub on this machine until it is ended.

Usage: fake-github [--port N] [--scenario FILE] [--seed N] [--directory DIR] [--workflow-jobs]

  --port N         listen on this port of 127.0.0.1; a free one when absent
  --scenario FILE  do these steps at the start: a list in JSON, see README.md
  --seed N         repeat GUIDs, secrets and faults with a chance; new ones when absent
  --directory DIR  keep artifacts and repositories of git there; in a directory that goes away when absent
  --workflow-jobs  give runs the jobs that their workflow files have, for runners that are programs
  --no-validate    hold nothing against GitHub's description
  --help           show this

Examples:
  fake-github --port 4000
  fake-github --port 4000 --scenario scenario.json
  curl -H 'content-type: application/json' http://127.0.0.1:4000/_fake/steps \\
    -d '{"do": "create-repository", "name": "octo/images"}'
`;

const exitUsage = 2;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      scenario: { type: "string" },
      seed: { type: "string" },
      directory: { type: "string" },
      "workflow-jobs": { type: "boolean" },
      "no-validate": { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return;
  }
  const steps = values.scenario === undefined ? [] : JSON.parse(await readFile(values.scenario, "utf8"));
  const github = await startFakeGitHub({
    clock: realClock(Date.now),
    port: values.port === undefined ? 0 : numberOf("--port", values.port, 65_535),
    seed: values.seed === undefined ? Date.now() : numberOf("--seed", values.seed, 2 ** 32),
    validate: values["no-validate"] !== true,
    ...(values.directory === undefined ? {} : { directory: resolve(values.directory) }),
    ...(values["workflow-jobs"] === true ? { planJobs: workflowPlan } : {}),
  });
  github.allowRemoteControl((step) => runStep(github, checkedStep(step)));
  // Before anything is printed: whoever waits for the address finds the scenario done.
  performSteps(github, steps);
  process.stdout.write(`fake-github listens on ${github.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      github.close().then(
        () => process.exit(0),
        (error: unknown) => fail(error, 1),
      );
    });
}

function numberOf(option: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new Error(`cannot start: given ${option} ${text}; allowed: a number from 0 to ${most}`);
}

function fail(error: unknown, status: number): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(status);
}

await main().catch((error: unknown) => fail(error, exitUsage));
