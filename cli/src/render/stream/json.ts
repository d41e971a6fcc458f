import type { Renderer } from "./renderer.ts";

/** One JSON event a line, as they come. */
export function createJsonRenderer(write: (text: string) => void): Renderer {
  return {
    event: (event) => write(`${JSON.stringify(event)}\n`),
    stopping: () => {},
    close: () => {},
  };
}

interface Ended {
  readonly exitStatus: number;
  readonly result: object;
}

/** The last line of `--json` when the command did its work. */
export function formatResultLine(command: string, { exitStatus, result }: Ended): string {
  return `${JSON.stringify({ type: "result", command, exitStatus, result })}\n`;
}

/** The last line of `--json` when it could not. */
export async function formatErrorLine(command: string, exitStatus: number, error: unknown): Promise<string> {
  const { toErrorRecord } = await import("@debootc/core/error/error-record");
  return `${JSON.stringify({ type: "result", command, exitStatus, error: toErrorRecord(error) })}\n`;
}
