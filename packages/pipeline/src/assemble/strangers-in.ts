import { run } from "@debootc/tools/run";

/**
 * Lists what of a tree, itself included, is neither a file nor a directory: a link would lead whoever reads it somewhere
 * else. None of them is followed.
 */
export async function strangersIn(path: string, signal: AbortSignal): Promise<readonly string[]> {
  const { stdout } = await run({
    tool: "find",
    args: [path, "!", "-type", "f", "!", "-type", "d", "-print0"],
    signal,
  });
  return stdout.split("\0").filter((name) => name !== "");
}
