import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

export interface NodeLog {
  readonly line: (line: string) => void;
  /** Answers with what kept lines from being written, on a full disk for one. */
  readonly close: () => Promise<unknown>;
}

/** The log of one node: lines as they come, flushed when closed. A log that cannot be written stops no tool. */
export function openLog(path: string): NodeLog {
  const stream = createWriteStream(path, { flags: "a" });
  const ended = finished(stream).catch((error: unknown) => error);
  return {
    line: (line) => {
      if (stream.writable) stream.write(`${line}\n`);
    },
    close: async () => {
      stream.end();
      return ended;
    },
  };
}
