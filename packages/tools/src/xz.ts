import { run, runStream } from "./run.ts";

/** Compresses a file in place to `FILE.xz`, with one thread so that equal files give equal bytes on every machine. */
export async function compressXz(file: string, signal: AbortSignal): Promise<void> {
  await run({ tool: "xz", args: ["--threads=1", "-6", "--", file], signal });
}

/**
 * Decompresses an `.xz` or `.lzma` file in constant memory, whatever it contains. Throws `tool-failed` for a file that
 * has another format, is damaged or needs more memory than any preset of xz.
 */
export async function* decompressXz(
  file: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { stdout, done, kill } = runStream({
    tool: "xz",
    args: ["--decompress", "--stdout", "--threads=1", "--memlimit-decompress=128MiB", "--", file],
    signal,
  });
  try {
    yield* stdout;
    await done;
  } finally {
    kill();
    await done.catch(() => {});
  }
}
