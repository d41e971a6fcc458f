import { closeSync, openSync, writeSync } from "node:fs";

export interface NodeLog {
  readonly line: (line: string) => void;
  /** Returns what kept lines from being written, such as a full disk; undefined when all of them were. */
  readonly close: () => unknown;
}

/**
 * Opens the log of one node, in which each line is written at once: it is there for whoever looks, also after a kill. A log
 * that cannot be written stops no tool.
 */
export function openLog(path: string): NodeLog {
  let unwritten: unknown;
  const trying = <T>(work: () => T): T | undefined => {
    try {
      return unwritten === undefined ? work() : undefined;
    } catch (error) {
      unwritten = error;
      return undefined;
    }
  };
  let file = trying(() => openSync(path, "a"));
  return {
    line: (line) => {
      const open = file;
      if (open !== undefined) trying(() => writeAll(open, Buffer.from(`${line}\n`)));
    },
    close: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
      return unwritten;
    },
  };
}

/** The kernel may take less than it is given, such as before a disk is full. */
function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** Returns the file name for what belongs to a node, such as `root@server_amd64` for the node `root@server/amd64`. */
export function fileNameOf(id: string): string {
  return id.replaceAll("/", "_");
}
