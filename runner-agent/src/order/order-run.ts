import type { Order, OrderState } from "@debootc/core/fleet/agent-messages";
import { secretsOfJitConfig } from "@debootc/core/fleet/jit-secrets";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { reasonOf } from "@debootc/tools/errno";
import { treeBytes } from "@debootc/tools/files/disk-use";
import { createCgroup } from "@debootc/tools/sandbox/cgroup";
import { setTimeout as sleep } from "node:timers/promises";
import { Spool } from "../spool/spool.ts";
import { cleanPlace } from "./clean-place.ts";
import type { OrderContext } from "./order-context.ts";
import { type EndReason, type Exit, exitByError } from "./order-end.ts";
import { type OrderPlace, orderDirectory, prepareOrderPlace } from "./order-place.ts";
import { endProcesses, groupNameOf, markVariable, orderMark } from "./order-processes.ts";
import { type RunnerEnd, runRunner } from "./run-runner.ts";
import { tellOrder } from "./tell-order.ts";

/** A timer that is set to more than this ends at once. */
const longestTimer = 2 ** 31 - 1;
const cleanPause = 5000;
const mebibyte = 1024 * 1024;

/** Is one order of the hub: one runner, started once. When it is through, nothing of it is left. */
export class OrderRun {
  readonly id: string;
  readonly #order: Order;
  readonly #context: OrderContext;
  readonly #started = Promise.withResolvers<void>();
  readonly #ending = Promise.withResolvers<EndReason>();
  readonly #killing = Promise.withResolvers<void>();
  /** Aborts what is told to the hub of this order. */
  readonly #silence = new AbortController();
  #reason: EndReason | undefined;
  #state: OrderState = "starting";

  constructor(order: Order, context: OrderContext) {
    this.id = order.id;
    this.#order = order;
    this.#context = context;
  }

  get state(): OrderState {
    return this.#state;
  }

  /** Lets the runner end: in peace, or at once and in silence if the hub may have given its order to another host. */
  end(reason: EndReason): void {
    const { graceMs, farewellMs } = this.#context.limits;
    if (reason === "agent-stopped") setTimeout(() => this.#silence.abort(), graceMs + farewellMs).unref();
    if (reason === "hub-lost") {
      this.#silence.abort();
      this.#killing.resolve();
    }
    this.#reason ??= reason;
    this.#state = "ending";
    this.#ending.resolve(reason);
  }

  /** Carries the order out, and tells the hub. Settles when nothing of it is left; never rejects. */
  async run(): Promise<void> {
    const { log, uptime } = this.#context;
    const { task, repository, runnerName, timeoutSeconds } = this.#order;
    const about = { order: this.id, task: task.name, repository };
    log.info({ ...about, runner: runnerName }, "an order begins");
    const begun = uptime();
    const timer = setTimeout(() => this.end("timed-out"), Math.min(timeoutSeconds * 1000, longestTimer));
    try {
      const exit = await this.#carryOut(begun);
      log.info({ ...about, ...exit, seconds: (uptime() - begun) / 1000 }, "an order has ended");
    } catch (error) {
      if (this.#silence.signal.aborted) log.warn({ ...about, reason: this.#reason }, "an order was ended");
      else log.error({ ...about, reason: reasonOf(error) }, "an order has ended, and the hub does not know");
    } finally {
      clearTimeout(timer);
    }
  }

  async #carryOut(begun: number): Promise<Exit> {
    const { signal } = this.#silence;
    const moment = this.#context.now();
    const { end, bytes, spool, told } = await this.#inPlace();
    this.#state = "ending";
    await using kept = spool;
    kept?.close();
    // The log is still open, and gone from the disk with the rest.
    await this.#clean();
    await told;
    const statistics = {
      seconds: Math.max(0, (this.#context.uptime() - begun) / 1000),
      cpuSeconds: end.cpuSeconds,
      maxMemoryMiB: Math.ceil(end.peakMemoryBytes / mebibyte),
      diskMiB: Math.ceil(bytes / mebibyte),
    };
    const used = [...(await this.#context.usedSince(moment).catch(() => []))];
    await this.#context.report(this.id, { state: "ended", exit: end.exit, statistics, used }, signal);
    return end.exit;
  }

  /** Runs the runner in a directory of its own. What fails before it runs is the end of the order, too. */
  async #inPlace() {
    const { workDir, runner, limits } = this.#context;
    const { signal } = this.#silence;
    let spool: Spool | undefined;
    let told = Promise.resolve();
    try {
      const place = await prepareOrderPlace(workDir, this.id, { runner, signal });
      spool = await Spool.create(place.log, { mostBytes: limits.mostLogBytes });
      const telling = { id: this.id, spool, started: this.#started.promise, signal };
      told = tellOrder(telling, this.#context);
      const before = await bytesIn(place);
      const end = await this.#runRunner(place, spool);
      const bytes = Math.max(0, (await bytesIn(place)) - before);
      return { end, bytes, spool, told };
    } catch (error) {
      const end = { exit: exitByError(error), cpuSeconds: 0, peakMemoryBytes: 0 };
      return { end, bytes: 0, spool, told };
    }
  }

  async #runRunner(place: OrderPlace, spool: Spool): Promise<RunnerEnd> {
    const { layout, mark, isolated, environment, secrets, runner, limits } = this.#context;
    const { jitConfig } = this.#order;
    const group =
      layout === undefined ? undefined : await createCgroup(layout, groupNameOf(mark, this.id), {});
    if (this.#reason !== undefined) throw new DebootcError("agent-stopped", "it was ended before it began");
    return runRunner({
      ...{ order: this.#order, place, group, mark, isolated, spool, graceMs: limits.graceMs },
      environment: { ...environment, [markVariable]: orderMark(mark, this.id) },
      secrets: [...secrets, ...secretsOfJitConfig(jitConfig)],
      stopSignal: runner.kind === "official" ? "INT" : "TERM",
      ending: this.#ending.promise,
      killing: this.#killing.promise,
      onStarted: () => {
        this.#state = "running";
        this.#started.resolve();
      },
    });
  }

  /** Tries until nothing is left: what is left would be in the way of the next order. */
  async #clean(): Promise<void> {
    const { workDir, mark, log } = this.#context;
    for (;;) {
      try {
        await endProcesses(mark, this.id);
        await cleanPlace(orderDirectory(workDir, this.id));
        return;
      } catch (error) {
        log.error(
          { order: this.id, reason: reasonOf(error) },
          "cannot clean up after an order: trying again",
        );
        await sleep(cleanPause);
      }
    }
  }
}

/** A file that vanishes meanwhile, or cannot be read, is no reason to fail an order. */
async function bytesIn({ directory }: OrderPlace): Promise<number> {
  return treeBytes(directory).catch(() => 0);
}
