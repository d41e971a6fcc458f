import { DebootcError } from "@debootc/core/error/debootc-error";
import { run, searchPath } from "@debootc/tools/run";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { programPath } from "../../hub/program-path.ts";
import type { DevDirectory } from "../directory/dev-directory.ts";
import { partEnvironment, pathWithNode } from "./part-environment.ts";

/** What workflows call the actions of debootc. */
const actionsRepository = "debootc/compose";
const version = "v1";

/**
 * Finds act, and lays out the actions of this debootc as a release has them. Returns the variables by which jobs find both.
 * Throws `tool-missing` without act and a way to build it.
 */
export async function prepareJobs(
  directory: DevDirectory,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const env = {
    ...partEnvironment(process.env, { jobs: true }),
    PATH: pathWithNode(`${searchPath}:${process.env["PATH"] ?? ""}`),
  };
  const found = await run({
    tool: programPath("script/act"),
    args: ["--find"],
    env,
    signal,
    accept: [0, 90],
  });
  if (found.exitCode !== 0) {
    throw new DebootcError("tool-missing", "there is no act, and it could not be built", {
      hint: "Install Go 1.25 or later and try again, or let ACT name act's program. With --agents 0 nothing needs it.",
    });
  }
  return {
    ACT: found.stdout.trim(),
    ACT_RUNNER_LOCAL_REPOSITORIES: `${actionsRepository}=${await actionsTree(directory, env, signal)}`,
  };
}

async function actionsTree(
  directory: DevDirectory,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  const root = dirname(programPath("action.yml"));
  // A release has them as they are needed, and no scripts to make them with.
  if (existsSync(`${root}/dist/release`)) return root;
  await run({ tool: programPath("script/setup"), args: ["--actions"], env, signal });
  const program = programPath("scripts/actions-tree.ts");
  await run({ tool: process.execPath, args: [program, directory.actions, version], cwd: root, env, signal });
  return directory.actions;
}
