import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

export interface NodeLog {
  readonly line: (line: string) => void;
  /** Returns what kept lines from being written, such as a full disk; undefined when all of them were. */
  readonly close: () => Promise<unknown>;
}

/** Opens the log of one node: lines as they come, flushed when it is closed. A log that cannot be written stops no tool. */
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

/** Returns the file name for what belongs to a node, such as `root@server_amd64` for the node `root@server/amd64`. */
export function fileNameOf(id: string): string {
  return id.replaceAll("/", "_");
}
