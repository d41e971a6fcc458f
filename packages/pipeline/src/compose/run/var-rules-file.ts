import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Text of the rules for /var that are shipped with debootc. */
export async function readVarRules(): Promise<string> {
  return readFile(join(import.meta.dirname, "../../../data/var-rules.yaml"), "utf8");
}
