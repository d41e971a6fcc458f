import { run } from "../run.ts";

/** Packs the content of a directory into an archive of which equal content gives equal bytes: no times, no owners. */
export async function packDirectory(directory: string, file: string, signal: AbortSignal): Promise<void> {
  const form = ["--format=gnu", "--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  const modes = "--mode=u=rwX,go=rX";
  const args = ["--create", `--file=${file}`, `--directory=${directory}`, ...form, modes, "."];
  await run({ tool: "tar", args, signal });
}
