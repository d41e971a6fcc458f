import { fileNameOf } from "@debootc/pipeline/engine/node-log";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";

const mostBytes = 256 * 1024;

/**
 * Returns a function that reads what the programs of a step of a compose printed, which its directory keeps in `logs/`:
 * the end of it if that is long, nothing if there is none.
 */
export function logOfNode(outputDir: string): (composeId: string, node: string) => readonly string[] {
  return (composeId, node) => {
    const text = endOf(join(outputDir, composeId, "logs", `${fileNameOf(node)}.log`)).trimEnd();
    return text === "" ? [] : text.split("\n");
  };
}

function endOf(file: string): string {
  try {
    const descriptor = openSync(file, "r");
    try {
      const { size } = fstatSync(descriptor);
      const bytes = Buffer.alloc(Math.min(size, mostBytes));
      const read = readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
      return bytes.subarray(0, read).toString();
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // A log is no reason to fail.
    return "";
  }
}
