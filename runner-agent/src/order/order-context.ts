import type { OrderReport } from "@debootc/core/fleet/agent-messages";
import type { CgroupLayout } from "@debootc/tools/sandbox/cgroup-layout";
import type { Log } from "../log/log.ts";
import type { Runner } from "./runner.ts";

/** Is what all orders of an agent have in common. */
export interface OrderContext {
  readonly workDir: string;
  /** Marks the processes and groups of this work directory. */
  readonly mark: string;
  readonly runner: Runner;
  /** Where control groups can be made; undefined where they cannot. */
  readonly layout: CgroupLayout | undefined;
  /** Whether runners get mounts of their own, and without groups process numbers, too. */
  readonly isolated: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** What no log may have besides the secrets of an order. */
  readonly secrets: readonly string[];
  readonly log: Log;
  /** Milliseconds since any time. */
  readonly uptime: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Names what of the cache was used since a moment. */
  readonly usedSince: (moment: number) => Promise<readonly string[]>;
  readonly limits: OrderLimits;
  readonly report: (id: string, report: Omit<OrderReport, "term">, signal: AbortSignal) => Promise<void>;
  readonly sendLog: (id: string, offset: number, bytes: Uint8Array, signal: AbortSignal) => Promise<number>;
}

export interface OrderLimits {
  /** How long a runner has to end its job when it is asked to, in milliseconds. */
  readonly graceMs: number;
  /** For how long the hub is told of what an agent ended that has to stop, in milliseconds. */
  readonly farewellMs: number;
  readonly mostLogBytes: number;
}
