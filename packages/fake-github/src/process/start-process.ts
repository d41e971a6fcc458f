import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** Describes a process: a program with arguments, never a shell. */
export interface ProcessRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads; nothing when absent. */
  readonly input?: Uint8Array;
  /** Whether it is killed when this process ends, however that happens. Needs setpriv of util-linux. */
  readonly endsWithThis?: boolean;
}

/** Is a process that runs. */
export interface StartedProcess {
  readonly pid: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when it has ended and all of its output is read; rejects if it could not be started. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Turns into the program that follows, so that its number is that of the program. */
const tied = ["setpriv", "--pdeathsig", "KILL", "--"];

/** Starts a process in a group of its own, so that a signal to this process does not reach it. */
export function startProcess(request: ProcessRequest): StartedProcess {
  const { cwd, env, input, endsWithThis = false } = request;
  const words = [...(endsWithThis ? tied : []), request.program, ...request.args];
  const [program = "", ...args] = words;
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  // It may end before it has read everything, which its status tells.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return {
    pid: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    ended: new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal }));
    }),
  };
}

/** Sends a signal to a process, unless that has ended. */
export function sendSignal(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
