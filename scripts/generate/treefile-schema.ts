import { treefileJsonSchema } from "@debootc/core/treefile/json-schema";

/** The JSON Schema of treefiles, for editors. */
export function treefileSchema(): string {
  return `${JSON.stringify(treefileJsonSchema(), undefined, 2)}\n`;
}
