import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { searchPath } from "./run.ts";

/** Returns the path of the program that `run` would start; undefined if it is not installed. */
export async function findTool(tool: string): Promise<string | undefined> {
  for (const directory of searchPath.split(":")) {
    const path = join(directory, tool);
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not in this directory.
    }
  }
  return undefined;
}
