import { reasonOf } from "@debootc/tools/errno";
import type { Spool } from "../spool/spool.ts";
import { uploadLog } from "../spool/upload-log.ts";
import type { OrderContext } from "./order-context.ts";

interface Telling {
  readonly id: string;
  readonly spool: Spool;
  /** Settles when the runner was started; never, if it cannot be. */
  readonly started: Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Tells the hub that a runner was started, and what it prints, until the log is over. Never rejects: a hub that does
 * not take them hears of the end all the same.
 */
export async function tellOrder(
  { id, spool, started, signal }: Telling,
  { report, sendLog, log }: Pick<OrderContext, "report" | "sendLog" | "log">,
): Promise<void> {
  const without = (what: string) => (error: unknown) => {
    if (!signal.aborted) log.warn({ order: id, reason: reasonOf(error) }, `the hub does not take ${what}`);
  };
  const over = spool.more(Number.POSITIVE_INFINITY, signal);
  const start = async () => {
    const isStarted = await Promise.race([started.then(() => true), over.then(() => false)]);
    if (isStarted) await report(id, { state: "started" }, signal);
  };
  const send = (offset: number, piece: Uint8Array) => sendLog(id, offset, piece, signal);
  await Promise.all([
    start().catch(without("the start of an order")),
    uploadLog(spool, { send, signal }).catch(without("the rest of a log")),
  ]);
}
