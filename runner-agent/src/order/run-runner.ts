import type { Order } from "@debootc/core/fleet/agent-messages";
import { SecretMask } from "@debootc/core/secret/secret-mask";
import type { Cgroup } from "@debootc/tools/sandbox/cgroup";
import { readCgroupUsage } from "@debootc/tools/sandbox/cgroup-usage";
import { startSupervised } from "@debootc/tools/sandbox/supervised-command";
import { setTimeout as sleep } from "node:timers/promises";
import type { Spool } from "../spool/spool.ts";
import { type EndReason, type Exit, exitByError, exitByReason, exitOf } from "./order-end.ts";
import type { OrderPlace } from "./order-place.ts";
import { endGroup, endProcesses } from "./order-processes.ts";

interface RunnerOptions {
  readonly order: Order;
  readonly place: OrderPlace;
  readonly group: Cgroup | undefined;
  readonly mark: string;
  /** Whether it gets mounts of its own, and without a group process numbers, too. */
  readonly isolated: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly spool: Spool;
  readonly secrets: readonly string[];
  /** The signal that asks it to end its job. */
  readonly stopSignal: "INT" | "TERM";
  /** How long it has after that signal, in milliseconds. */
  readonly graceMs: number;
  /** Settles with the reason when it has to end. */
  readonly ending: Promise<EndReason>;
  /** Settles when it has to end at once. */
  readonly killing: Promise<void>;
  readonly onStarted: () => void;
}

export interface RunnerEnd {
  readonly exit: Exit;
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
}

const outputPatience = 2000;
const lost: Exit = { code: null, signal: null };

/** Runs the runner of an order to its end, and ends every process of it. */
export async function runRunner(options: RunnerOptions): Promise<RunnerEnd> {
  const { order, place, group, mark, isolated, environment, spool, secrets, stopSignal } = options;
  const program = startSupervised({
    ...{ tool: place.tool, args: place.args, cwd: place.cwd, group, isolated },
    env: { ...environment, HOME: place.home, TMPDIR: place.temporary },
    secret: { variable: "ACTIONS_RUNNER_INPUT_JITCONFIG", value: order.jitConfig },
  });
  options.onStarted();
  const mask = new SecretMask(secrets);
  const heard = (async () => {
    for await (const piece of program.output as AsyncIterable<Buffer>) await spool.add(mask.push(piece));
  })();
  heard.catch(() => {});

  let reason: EndReason | undefined;
  const ended = options.ending.then(async (why) => {
    reason = why;
    program.signal(stopSignal);
    await Promise.race([
      ...[program.exited, options.killing],
      sleep(options.graceMs, undefined, { ref: false }),
    ]);
    program.kill();
  });
  ended.catch(() => {});
  await program.exited;
  const usage = group === undefined ? {} : await readCgroupUsage(group);
  await endGroup(mark, order.id);
  // What it printed last is on its way, unless a process that has left its group holds the stream open.
  const said = heard.catch(() => {});
  await Promise.race([said, sleep(outputPatience)]);
  await endProcesses(mark, order.id);
  await Promise.race([said, sleep(outputPatience)]);
  const exit = await Promise.race([program.done.then(exitOf, exitByError), sleep(outputPatience, lost)]);
  await spool.add(mask.end());
  return {
    exit: reason === undefined ? exit : exitByReason(reason),
    cpuSeconds: usage.cpuSeconds ?? 0,
    peakMemoryBytes: usage.peakMemoryBytes ?? 0,
  };
}
