import { printable } from "@debootc/core/text/printable";
import { jsonWithoutCommands } from "@debootc/core/text/without-commands";
import type { Renderer } from "./renderer.ts";

/** Writes one JSON event per line, as they come. */
export function createJsonRenderer(write: (text: string) => void): Renderer {
  return {
    event: (event) => write(jsonLine(event)),
    stopping: () => {},
    close: () => {},
  };
}

interface Ended {
  readonly exitStatus: number;
  readonly result: object;
}

/** Returns the last line of `--json` after the command did its work. */
export function formatResultLine(command: string, { exitStatus, result }: Ended): string {
  return jsonLine({ type: "result", command, exitStatus, result });
}

/** Returns the last line of `--json` after the command failed. */
export async function formatErrorLine(command: string, exitStatus: number, error: unknown): Promise<string> {
  const { toErrorRecord } = await import("@debootc/core/error/error-record");
  return jsonLine({ type: "result", command, exitStatus, error: toErrorRecord(error) });
}

/** Writes a value as one line. What acts on a terminal or a CI runner is in it as JSON's own escapes, which mean the same. */
export function jsonLine(value: object): string {
  return `${jsonWithoutCommands(printable(JSON.stringify(value)))}\n`;
}
