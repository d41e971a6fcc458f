import { buffer, text } from "node:stream/consumers";
import { type ProcessRequest, startProcess } from "./start-process.ts";

/** Is what a process left. */
export interface ProcessResult {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a process to its end, and returns what it printed. */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const started = startProcess(request);
  const [stdout, stderr, { code }] = await Promise.all([
    buffer(started.stdout),
    text(started.stderr),
    started.ended,
  ]);
  return { code, stdout, stderr };
}
