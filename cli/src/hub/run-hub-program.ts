import { run, runAttached } from "@debootc/tools/run";
import type { Outcome } from "../door/command-door.ts";
import { programPath } from "./program-path.ts";

type HubProgram = "main.ts" | "setup/main.ts" | "upkeep/main.ts";

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
export function optionsOf(fields: Readonly<Record<string, string | number | undefined>>): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [`--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(value)],
  );
}

const passedOn =
  /^(?:DEBOOTC_|DATABASE_URL$|PG|HOME$|XDG_DATA_HOME$|NODE_EXTRA_CA_CERTS$|NODE_COMPILE_CACHE$|SSL_CERT_|TZ$)|_proxy$/i;

/** Keeps back what no hub reads. The key of a client is none of its business. */
function hubEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && passedOn.test(name) && name !== "DEBOOTC_HUB_KEY" ? [[name, value]] : [],
    ),
  );
}
