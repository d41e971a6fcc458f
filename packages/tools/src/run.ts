import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { shellWord } from "@debootc/core/text/shell-word";
import { execa } from "execa";
import { packageOf } from "./debian-package.ts";
import { explainFailure, type FailedProgram } from "./explain-failure.ts";
import { ToolError } from "./tool-error.ts";

/** Describes a program to start: no shell is ever involved. */
export interface Command {
  readonly tool: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment beside PATH and LC_ALL: nothing is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text or bytes for standard input; closed at once when absent. */
  readonly input?: string | Uint8Array | Readable;
  /** Bytes that the program reads from its file descriptor 3. */
  readonly descriptor3?: Uint8Array;
  /** Descriptors of this process that the program gets as those from 3 on, or from 4 on with `descriptor3`. */
  readonly inherited?: readonly number[];
  /** Called with each line of both streams, while the program runs. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
  readonly signal?: AbortSignal;
  readonly timeoutSeconds?: number;
  /** Called with the length of all that arrives on both streams, whether it has line ends or not. */
  readonly onBytes?: (bytes: number) => void;
  /** Exit statuses that are answers rather than failures; 0 when absent. */
  readonly accept?: readonly number[] | "all";
  /** Explains a failure of this command better than its exit status does; undefined where it cannot. */
  readonly explain?: (program: FailedProgram) => DebootcError | undefined;
  /** Set if programs of packages run: what is printed may be theirs, so that no cause is read from it alone. */
  readonly foreign?: {
    /** The directories that they fill. */
    readonly writes: readonly string[];
  };
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Lists where programs are looked for, whatever PATH debootc was started with. */
export const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Runs a program to its end and returns what it printed. Throws `tool-missing`, `tool-failed`, `timed-out`, `cancelled`. */
export async function run(command: Command): Promise<Outcome> {
  const child = start(command);
  const { onLine, onBytes } = command;
  if (onBytes !== undefined)
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Uint8Array) => onBytes(chunk.length));
  const heard =
    onLine &&
    Promise.all([
      forEachLine(child.iterable({ from: "stdout" }), (line) => onLine(line, "stdout")),
      forEachLine(child.iterable({ from: "stderr" }), (line) => onLine(line, "stderr")),
    ]);
  heard?.catch(() => {});
  const result = await child;
  await heard;
  refuseFailure(command, result);
  return { stdout: result.stdout ?? "", stderr: result.stderr ?? "", exitCode: result.exitCode ?? 0 };
}

export interface Running {
  readonly stdout: Readable;
  /** Settles when the program has ended, with its exit status; rejects as `run` does. */
  readonly done: Promise<number>;
  /** Settles when the program itself has ended, also if what it started still holds its streams. */
  readonly exited: Promise<void>;
  readonly kill: () => void;
}

/** Starts a program whose standard output is too large to hold, as bytes. `onLine` gets its standard error. */
export function runStream(command: Command): Running {
  const child = start(command, { buffer: { stdout: false, stderr: true } });
  const { onLine } = command;
  const said = onLine && forEachLine(child.iterable({ from: "stderr" }), (line) => onLine(line, "stderr"));
  said?.catch(() => {});
  const finish = async () => {
    const result = await child;
    await said;
    refuseFailure(command, result);
    return result.exitCode ?? 0;
  };
  const done = finish();
  // It may fail while its reader is busy with a chunk and waits for the end only later.
  done.catch(() => {});
  const exited = new Promise<void>((resolve) => {
    child.nodeChildProcess.once("exit", () => resolve());
    child.nodeChildProcess.once("error", () => resolve());
  });
  return { stdout: child.stdout, done, exited, kill: () => void child.kill("SIGKILL") };
}

/** How long the last lines of a service that has ended are waited for, in milliseconds. */
const lastLinesMs = 500;

/** Is a program that serves others until it is ended. */
export interface Service {
  readonly pid: number;
  /** Settles when it has ended, with how: `exit status 1`, `SIGKILL`. */
  readonly ended: Promise<string>;
  readonly send: (signal: NodeJS.Signals) => void;
}

/**
 * Starts a program that serves others, in a session of its own: what a terminal sends to the programs in it does not
 * reach this one. Nothing that it says is held. Throws `tool-missing`.
 */
export function startService(command: Pick<Command, "tool" | "args" | "cwd" | "env" | "onLine">): Service {
  const child = start(command, { buffer: { stdout: false, stderr: false }, detached: true });
  const { onLine = () => {} } = command;
  const { pid } = child;
  if (pid === undefined) throw missingTool("setpriv");
  const said = Promise.all([
    forEachLine(child.iterable({ from: "stdout" }), (line) => onLine(line, "stdout")),
    forEachLine(child.iterable({ from: "stderr" }), (line) => onLine(line, "stderr")),
  ]);
  // Its end counts: what it has started may keep its streams open for long.
  const ended = new Promise<string>((resolve) => {
    child.nodeChildProcess.once("exit", (status, signal) => {
      const how = status === null ? (signal ?? "an unknown cause") : `exit status ${status}`;
      void Promise.race([said, sleep(lastLinesMs)]).finally(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve(how);
      });
    });
  });
  child.catch(() => {});
  return { pid, ended, send: (signal) => void child.kill(signal) };
}

interface AttachedCommand extends Pick<Command, "tool" | "args" | "env" | "descriptor3" | "signal"> {
  /** Descriptors of this process that become standard input, output and error of the program. */
  readonly streams: readonly [number, number, number];
}

/**
 * Runs a program with streams of this process, such as a terminal: nothing of what it says is held or seen here. Answers
 * with its exit status, as shells tell it. Throws `tool-missing`, `cancelled`, and `tool-failed` for one that was killed.
 */
export async function runAttached(command: AttachedCommand): Promise<number> {
  const [input, output, errors] = asInherited(command.streams);
  const result = await execa("setpriv", ["--pdeathsig", "KILL", "--", command.tool, ...command.args], {
    stdio: [
      input ?? "ignore",
      output ?? "ignore",
      errors ?? "ignore",
      ...(command.descriptor3 === undefined ? [] : [command.descriptor3]),
    ],
    buffer: false,
    cwd: "/",
    extendEnv: false,
    env: { PATH: searchPath, LC_ALL: "C.UTF-8", ...command.env },
    reject: false,
    ...(command.signal === undefined ? {} : { cancelSignal: command.signal }),
  });
  if (result.exitCode === undefined || result.isCanceled) refuseFailure(command, result);
  return result.exitCode ?? 1;
}

/**
 * Turns into another program, which keeps the process, its streams, its directory and its parent: signals reach it without
 * a process between. Throws `tool-missing` if there is none at that path.
 */
export function becomeProgram(command: {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}): never {
  const { path, args, env } = command;
  if (process.execve === undefined || !existsSync(path)) throw missingTool(path);
  process.execve(path, [path, ...args], { PATH: searchPath, LC_ALL: "C.UTF-8", ...env });
  throw missingTool(path);
}

/** Any descriptor can be handed on; execa's types know of the first three only. */
function asInherited(descriptors: readonly number[]): readonly "inherit"[] {
  return descriptors as unknown as readonly "inherit"[];
}

/** Quotes a command as a person can paste it into a shell. */
export function quoteCommand(command: Pick<Command, "tool" | "args">): string {
  return [command.tool, ...command.args].map(shellWord).join(" ");
}

interface Keeping {
  readonly buffer?: { readonly stdout: boolean; readonly stderr: boolean };
  readonly detached?: true;
}

function start(command: Command, { buffer = { stdout: true, stderr: true }, detached }: Keeping = {}) {
  const { input, descriptor3 } = command;
  // A child must not outlive a debootc that was killed with -9: the kernel kills it when the parent goes.
  return execa("setpriv", ["--pdeathsig", "KILL", "--", command.tool, ...command.args], {
    ...(input === undefined ? {} : { input }),
    stdio: [
      input === undefined ? "ignore" : "pipe",
      "pipe",
      "pipe",
      ...(descriptor3 === undefined ? [] : [descriptor3]),
      ...asInherited(command.inherited ?? []),
    ],
    buffer,
    ...(detached === undefined ? {} : { detached }),
    cwd: command.cwd ?? "/",
    extendEnv: false,
    env: { PATH: searchPath, LC_ALL: "C.UTF-8", ...command.env },
    reject: false,
    maxBuffer: 512 * 1024 * 1024,
    stripFinalNewline: false,
    ...(command.signal === undefined ? {} : { cancelSignal: command.signal }),
    ...(command.timeoutSeconds === undefined ? {} : { timeout: command.timeoutSeconds * 1000 }),
  });
}

/** Goes to the end of the lines in any case, and then rejects with the first error that `onLine` threw. */
async function forEachLine(lines: AsyncIterable<string>, onLine: (line: string) => void): Promise<void> {
  const thrown: unknown[] = [];
  try {
    for await (const line of lines) {
      try {
        onLine(line);
      } catch (error) {
        thrown.push(error);
      }
    }
  } catch {
    // The iterable rejects when the program fails; `run` itself reports that failure.
  }
  if (thrown.length > 0) throw thrown[0];
}

interface Result {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly stderr?: unknown;
  readonly stdout?: unknown;
  readonly timedOut: boolean;
  readonly isCanceled: boolean;
  readonly originalMessage?: string | undefined;
  readonly code?: string | undefined;
}

function refuseFailure(command: Command, result: Result): void {
  if (result.isCanceled) throw new DebootcError("cancelled", `${command.tool}: cancelled`);
  if (result.timedOut) {
    throw new DebootcError("timed-out", `${command.tool} did not end within ${command.timeoutSeconds} s`, {
      hint: `It was run as: ${quoteCommand(command)}`,
    });
  }
  if (isAccepted(result.exitCode, command.accept)) return;
  const said = typeof result.stderr === "string" ? result.stderr : "";
  const printed = typeof result.stdout === "string" ? result.stdout : "";
  if (result.exitCode === 127 && /^setpriv: failed to execute [^\n]*\n?$/.test(said))
    throw missingTool(command.tool);
  if (result.code === "ENOENT") throw missingTool(command.cwd === undefined ? "setpriv" : command.tool);
  const { tool } = command;
  const program = { tool, exitCode: result.exitCode, stdout: printed, stderr: said };
  const explained = command.explain?.(program) ?? explainFailure(program, command.foreign?.writes);
  if (explained !== undefined) throw explained;
  const reason =
    result.exitCode === undefined
      ? `was killed by ${result.signal ?? result.originalMessage ?? "an unknown cause"}`
      : `ended with exit status ${result.exitCode}`;
  throw new ToolError("tool-failed", `${command.tool} ${reason}${tail(said || printed)}`, {
    tool,
    said: said || printed,
    hint: `It was run as: ${quoteCommand(command)}`,
  });
}

function isAccepted(status: number | undefined, accept: Command["accept"] = [0]): boolean {
  return status !== undefined && (accept === "all" || accept.includes(status));
}

function missingTool(tool: string): ToolError {
  const debianPackage = packageOf(tool);
  return new ToolError("tool-missing", `the program ${tool} is not installed`, {
    tool,
    hint: debianPackage ? `Run script/setup, or: apt-get install ${debianPackage}` : "Run script/setup.",
  });
}

function tail(text: string): string {
  const lines = text.trimEnd().split("\n").filter(Boolean).slice(-12);
  return lines.length === 0 ? "" : `:\n  ${lines.join("\n  ")}`;
}
