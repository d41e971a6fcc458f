import type { RunnerClient } from "./runner-client.ts";

/** Sends a log while it grows. */
export interface JobLog {
  readonly print: (line: string) => void;
  /** Sends what is left. */
  readonly close: () => Promise<void>;
}

const pause = 500;
const largestPiece = 1024 * 1024;

/** Returns a log that is sent in pieces, of which none is lost or doubled when an answer is. */
export function jobLog(client: RunnerClient, job: number, report: (error: unknown) => void): JobLog {
  const waiting: Buffer[] = [];
  let offset = 0;
  let sending: Promise<void> = Promise.resolve();
  const flush = async () => {
    while (waiting.length > 0) {
      const piece = Buffer.concat(waiting.splice(0));
      for (let at = 0; at < piece.length; at += largestPiece) {
        const part = piece.subarray(at, at + largestPiece);
        await client.log(job, offset, part);
        offset += part.length;
      }
    }
  };
  const send = () => {
    sending = sending.then(flush).catch(report);
  };
  const timer = setInterval(send, pause);
  return {
    print: (line) => {
      waiting.push(Buffer.from(`${line}\n`));
    },
    close: async () => {
      clearInterval(timer);
      send();
      await sending;
    },
  };
}
