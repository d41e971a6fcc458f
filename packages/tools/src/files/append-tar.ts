import { run } from "../run.ts";

/** Appends what a tar archive has to another one. Both are plain files, not compressed. */
export async function appendTar(archive: string, other: string, signal: AbortSignal): Promise<void> {
  await run({ tool: "tar", args: ["--concatenate", `--file=${archive}`, "--", other], signal });
}
