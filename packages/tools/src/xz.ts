import { run } from "./run.ts";

/** Compresses a file in place to `FILE.xz`. One thread, so that equal files give equal bytes on every machine. */
export async function compressXz(file: string, signal: AbortSignal): Promise<void> {
  await run({ tool: "xz", args: ["--threads=1", "-6", "--", file], signal });
}
