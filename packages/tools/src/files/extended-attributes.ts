import { run } from "../run.ts";

/**
 * Returns what getfattr writes of all extended attributes in a tree, those of links and capabilities among them: a block
 * for each file that has any, in an order that depends on nothing but the tree. Node cannot read them.
 */
export async function extendedAttributes(directory: string, signal?: AbortSignal): Promise<string> {
  const { stdout } = await run({
    tool: "getfattr",
    args: ["--recursive", "--physical", "--no-dereference", "--match=-", "--dump", "--encoding=hex", "."],
    cwd: directory,
    ...(signal === undefined ? {} : { signal }),
  });
  return stdout.split("\n\n").sort().join("\n\n");
}
