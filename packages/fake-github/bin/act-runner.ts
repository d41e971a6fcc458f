#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { findAct } from "../src/act-runner/find-act.ts";
import { readLocalRepository } from "../src/act-runner/local-repositories.ts";
import { runRunner } from "../src/act-runner/run-runner.ts";

const help = `Does one job of fake-github with act on this machine, as GitHub's runner does one of GitHub, and ends.

Usage: act-runner [run] [--local-repository OWNER/NAME=DIR]...

  --local-repository OWNER/NAME=DIR  take the actions of this repository from DIR, whatever version a workflow
                                     names; several are allowed, also one a line in ACT_RUNNER_LOCAL_REPOSITORIES
  --version                          print the version
  --help                             show this

ACTIONS_RUNNER_INPUT_JITCONFIG is the just-in-time configuration: it says where GitHub is, and which runner this is.
ACT names act, which is also looked for in PATH and where script/act builds it. The job works below the current
directory. SIGTERM or SIGINT cancels the job, which still cleans up.

Exit status: 0 the job is done, whatever came of it; 1 there was none; 2 usage.

Examples:
  ACTIONS_RUNNER_INPUT_JITCONFIG=... act-runner
  ACTIONS_RUNNER_INPUT_JITCONFIG=... act-runner --local-repository debootc/compose=/srv/debootc
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      "local-repository": { type: "string", multiple: true },
      version: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  if (values.version === true) {
    const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const jitConfig = process.env["ACTIONS_RUNNER_INPUT_JITCONFIG"];
  if (jitConfig === undefined) {
    process.stderr.write("cannot start: ACTIONS_RUNNER_INPUT_JITCONFIG is not set\n");
    return 2;
  }
  const listed = (process.env["ACT_RUNNER_LOCAL_REPOSITORIES"] ?? "").split("\n").filter(Boolean);
  // The job goes on even if nobody reads any more.
  process.stdout.on("error", () => {});
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  const conclusion = await runRunner({
    ...{
      jitConfig,
      act: findAct(process.env),
      directory: process.cwd(),
      env: ofTheJob(),
      signal: stop.signal,
    },
    repositories: [...(values["local-repository"] ?? []), ...listed].map(readLocalRepository),
    print: (line) => process.stdout.write(`${line}\n`),
  });
  return conclusion === undefined ? 1 : 0;
}

/** A job knows neither the secret of its runner nor the job that this process may be part of. */
function ofTheJob(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(GITHUB|ACTIONS|RUNNER|INPUT|ACT_RUNNER)_/.test(name)
      ? []
      : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`act-runner: ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
