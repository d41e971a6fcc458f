import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { type Command, runStream } from "../run.ts";
import { type Cgroup, processFilesOf } from "./cgroup.ts";
import { limitedCommand } from "./limited-command.ts";

const supervise = join(import.meta.dirname, "../../data/supervise.sh");

/** Describes a program that is watched as long as it runs. */
export interface SupervisedProgram extends Pick<Command, "tool" | "args" | "cwd" | "env"> {
  readonly group: Cgroup | undefined;
  /** A variable that only the program itself gets, not what stands between it and debootc. */
  readonly secret: { readonly variable: string; readonly value: string };
  /**
   * Whether it gets mounts of its own, which end with it, and without a group also process numbers of its own, so that all
   * of them end with the first. Takes root.
   */
  readonly isolated: boolean;
}

/** Is such a program while it runs. */
export interface Supervised {
  /** What it prints, on both streams, in the order in which it does. */
  readonly output: Readable;
  /** Settles with its exit status; 128 and more stand for a signal, as in shells. Rejects if its supervisor was killed. */
  readonly done: Promise<number>;
  /** Settles when it has ended, also if something that it started still holds its output. */
  readonly exited: Promise<void>;
  /** Sends a signal to the program and its children. */
  readonly signal: (name: "INT" | "TERM") => void;
  /** Kills it; without a group but isolated, with all that it has started. */
  readonly kill: () => void;
}

const ownMounts = ["--mount", "--propagation", "slave"];
// Not where a group does the same: numbers that mean nothing to others would make whatever names its owner by one, such as
// leases in a cache, look alive for ever.
const ownProcesses = ["--pid", "--fork", "--kill-child", "--mount-proc"];

/**
 * Starts a program that ends when debootc ends, however that happens, and with it what it has started: at once if it is
 * isolated or in a group.
 */
export function startSupervised(program: SupervisedProgram): Supervised {
  const { tool, args, cwd, env, group, secret, isolated } = program;
  const files = group === undefined ? [] : processFilesOf(group);
  const words = [supervise, secret.variable, ...files, "--", tool, ...args];
  const command = isolated
    ? { tool: "unshare", args: [...ownMounts, ...(group === undefined ? ownProcesses : []), "--", ...words] }
    : { tool: supervise, args: words.slice(1) };
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const input = new PassThrough();
  const running = runStream({
    ...limitedCommand(command, group, owner),
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    input,
    descriptor3: Buffer.from(`${secret.value}\0`),
    accept: "all",
  });
  return {
    output: running.stdout,
    done: running.done,
    exited: running.exited,
    signal: (name) => void input.write(`${name}\n`),
    kill: running.kill,
  };
}
