import type { ProblemList } from "./problem-list.ts";
import { schemaFaults } from "./schema-faults.ts";
import { treefileSchema } from "./schema.ts";
import { spelling, type TreefileFile } from "./treefile-file.ts";

/**
 * The variables that a file defines: those under `variables`, and `suite`. Numbers and booleans become the text that
 * the file has, so that 13.10 stays 13.10.
 */
export function ownDefinitions(
  file: TreefileFile,
  value: Readonly<Record<string, unknown>>,
  problems: ProblemList,
): ReadonlyMap<string, string | undefined> {
  const definitions = new Map<string, string | undefined>();
  if (value["variables"] !== undefined) {
    const path = ["variables"];
    const faults = schemaFaults(treefileSchema.shape.variables, value["variables"], path, (at) =>
      spelling(file, at),
    );
    problems.add(file, faults);
    const faulty = new Set(faults.map((fault) => fault.path[1]));
    for (const [name, given] of Object.entries(isMap(value["variables"]) ? value["variables"] : {})) {
      const text = typeof given === "string" ? given : spelling(file, [...path, name]);
      definitions.set(name, faulty.has(name) ? undefined : text);
    }
  }
  // The key itself is checked with all others; here it only has to be usable.
  const suite = value["suite"];
  if (suite !== undefined) definitions.set("suite", typeof suite === "string" ? suite : undefined);
  return definitions;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
