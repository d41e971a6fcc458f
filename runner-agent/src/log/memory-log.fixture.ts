import type { Log } from "./log.ts";

/** Is a log that keeps its lines. */
export interface MemoryLog extends Log {
  readonly lines: { readonly level: string; readonly fields: object; readonly message: string }[];
}

/** Returns a log whose lines a test can look at. */
export function memoryLog(): MemoryLog {
  const lines: MemoryLog["lines"] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, info: at("info"), warn: at("warn"), error: at("error") };
}
