import { run } from "@debootc/tools/run";

/** Lists what below a directory is neither a file nor a directory: a link would lead whoever reads it somewhere else. */
export async function strangersIn(directory: string, signal: AbortSignal): Promise<readonly string[]> {
  const { stdout } = await run({
    tool: "find",
    args: [directory, "!", "-type", "f", "!", "-type", "d", "-printf", "%P\\n"],
    signal,
  });
  return stdout.split("\n").filter((name) => name !== "");
}
