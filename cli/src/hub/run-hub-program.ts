import { serveSettings } from "@debootc/core/hub/serve-settings";
import { becomeProgram, run, runAttached } from "@debootc/tools/run";
import { homedir } from "node:os";
import type { Outcome } from "../door/command-door.ts";
import { hubEnvironment } from "./hub-environment.ts";
import { programPath } from "./program-path.ts";

type Fields = Readonly<Record<string, string | number | undefined>>;
type HubProgram = "setup/main.ts" | "upkeep/main.ts";

/**
 * Turns into the hub, a door of its own, so that signals reach it and its exit status is that of the command. Throws
 * `hub-settings-invalid` before that.
 */
export function becomeHub(fields: Fields): never {
  const options = Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  serveSettings({ options, environment: process.env, home: homedir() });
  return becomeProgram({
    path: process.execPath,
    args: [programPath("orchestrator-app/src/main.ts"), ...optionsOf(fields)],
    env: hubEnvironment(process.env),
  });
}

/** Starts a program of the hub, a door of its own, with the streams of this one. */
export async function runHubProgram(
  program: HubProgram,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  const exitStatus = await runAttached({
    tool: process.execPath,
    args: [programPath(`orchestrator-app/src/${program}`), ...args],
    env: hubEnvironment(process.env),
    streams: [0, 1, 2],
    signal,
  });
  return { exitStatus, result: { exitStatus }, text: () => "" };
}

/** Runs a program of the hub that prints its result as JSON; what it says to people goes to standard error. */
export async function askHubProgram(
  program: HubProgram,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  const { stdout, exitCode } = await run({
    tool: process.execPath,
    args: [programPath(`orchestrator-app/src/${program}`), ...args],
    env: hubEnvironment(process.env),
    accept: "all",
    onLine: (line, stream) => {
      if (stream === "stderr") process.stderr.write(`${line}\n`);
    },
    signal,
  });
  const result = stdout === "" ? {} : (JSON.parse(stdout) as object);
  return { exitStatus: exitCode, result: { exitStatus: exitCode, ...result }, text: () => "" };
}

/** Turns the fields of a request into options, as `dataDir` into `--data-dir`. */
export function optionsOf(fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [`--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(value)],
  );
}
