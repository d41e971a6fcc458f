import type { AgentSettings } from "@debootc/core/fleet/agent-settings";
import { reasonOf } from "@debootc/tools/errno";
import { run } from "@debootc/tools/run";
import { access, constants, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { listener, type Runner } from "../order/runner.ts";

/** GitHub's runner loads .NET to say its version. */
const patienceSeconds = 60;

/** Finds the runner that the settings name, and asks it for its version. Throws what is wrong with it, as a text. */
export async function findRunner(
  { runner: path, runnerKind }: Pick<AgentSettings, "runner" | "runnerKind">,
  environment: Readonly<Record<string, string>>,
): Promise<Runner> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      throw new Error(`--runner ${path}: ${reasonOf(error)}`, { cause: error });
    },
  );
  const program = isDirectory ? join(path, listener) : path;
  try {
    await access(program, constants.X_OK);
  } catch (error) {
    throw new Error(`--runner ${path}: ${program} is not there, or cannot be started`, { cause: error });
  }
  const version = await versionOf(program, environment);
  return { kind: runnerKind ?? (isDirectory ? "official" : "act"), version, path, isDirectory };
}

async function versionOf(program: string, env: Readonly<Record<string, string>>): Promise<string> {
  try {
    const asked = { tool: program, args: ["--version"], cwd: dirname(program), env };
    const { stdout } = await run({ ...asked, timeoutSeconds: patienceSeconds });
    const version = stdout.trim().split("\n").at(-1)?.trim() ?? "";
    if (/^[\x21-\x7e]{1,50}$/.test(version)) return version;
    throw new Error(`it says ${JSON.stringify(version.slice(0, 100))}`);
  } catch (error) {
    throw new Error(`${program} --version does not say its version: ${reasonOf(error)}`, { cause: error });
  }
}
