import { run } from "@debootc/tools/run";
import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

interface Unpacking {
  /** The name of the archive in the artifact. */
  readonly archive: string;
  readonly signal: AbortSignal;
}

/** Unpacks the archive of a downloaded artifact; returns the one directory in it, or undefined if it is something else. */
export async function unpackArtifact(
  directory: string,
  { archive, signal }: Unpacking,
): Promise<string | undefined> {
  const [file, into] = [join(directory, archive), join(directory, "unpacked")];
  if (!existsSync(file)) return undefined;
  await mkdir(into);
  await run({ tool: "tar", args: ["--extract", "--file", file, "--directory", into], signal });
  const [only, ...others] = await readdir(into, { withFileTypes: true });
  return only === undefined || others.length > 0 || !only.isDirectory() ? undefined : join(into, only.name);
}
