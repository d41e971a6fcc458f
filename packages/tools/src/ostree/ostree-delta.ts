import { run } from "../run.ts";

interface Delta {
  readonly repo: string;
  /** Absent for a delta from nothing. */
  readonly from: string | undefined;
  readonly to: string;
  readonly signal: AbortSignal;
}

/** Writes what a client that has one commit needs to get another, as a few large files. */
export async function generateDelta({ repo, from, to, signal }: Delta): Promise<void> {
  // By itself ostree leaves files above 4 MB out, for a client to fetch one by one: a kernel and an initramfs.
  const options = [from === undefined ? "--empty" : `--from=${from}`, `--to=${to}`, "--min-fallback-size=0"];
  await run({ tool: "ostree", args: [`--repo=${repo}`, "static-delta", "generate", ...options], signal });
}
