import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** The log of one node: lines as they come, flushed when closed. */
export function openLog(path: string): {
  readonly line: (line: string) => void;
  readonly close: () => Promise<void>;
} {
  const stream = createWriteStream(path, { flags: "a" });
  return {
    line: (line) => void stream.write(`${line}\n`),
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}
