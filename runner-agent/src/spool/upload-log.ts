import type { Spool } from "./spool.ts";

/** Is the longest piece of a log that is sent at once, in bytes. */
const longestPiece = 256 * 1024;

/** So often in a row the hub may have no more than before. */
const mostRefusals = 20;

interface UploadOptions {
  /** Sends bytes that begin at an offset; returns how many the hub has then from the beginning. */
  readonly send: (offset: number, bytes: Uint8Array) => Promise<number>;
  readonly signal: AbortSignal;
}

/**
 * Sends a log while it is written, until it is over and the hub has all of it. The hub says where the next piece
 * begins, so that none is missing or there twice, whatever was lost on the way.
 */
export async function uploadLog(spool: Spool, { send, signal }: UploadOptions): Promise<void> {
  let sent = 0;
  let refused = 0;
  for (;;) {
    await spool.more(sent, signal);
    signal.throwIfAborted();
    const bytes = await spool.read(sent, longestPiece);
    if (bytes.length === 0) {
      if (spool.isOver && sent >= spool.length) return;
      continue;
    }
    const next = await send(sent, bytes);
    refused = next > sent ? 0 : refused + 1;
    if (refused > mostRefusals) throw new Error(`the hub takes no more of the log than ${next} bytes`);
    // A hub that has more than there is would wait for nothing.
    sent = Math.min(next, spool.length);
  }
}
