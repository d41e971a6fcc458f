import type { TypedValue } from "./keys/include-condition.ts";
import type { Path } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { schemaFaults } from "../document/schema-faults.ts";
import { treefileSchema } from "./schema.ts";
import { spelling, type DocumentFile } from "../document/document-file.ts";

/** A variable as one file defines it. */
export interface VariableDefinition {
  /** As the file spells it, its own variables not replaced yet; undefined when it is not usable, which is reported. */
  readonly text: string | undefined;
  /** As YAML reads it, for conditions, which compare values of one type. */
  readonly value: TypedValue;
  readonly file: DocumentFile;
  readonly path: Path;
}
export type Definitions = ReadonlyMap<string, VariableDefinition>;

/**
 * The variables that a file defines: those under `variables`, and `suite`. Numbers and booleans become the text that
 * the file has, so that 13.10 stays 13.10.
 */
export function ownDefinitions(
  file: DocumentFile,
  value: Readonly<Record<string, unknown>>,
  problems: ProblemList,
): Definitions {
  const definitions = new Map<string, VariableDefinition>();
  if (value["variables"] !== undefined) {
    const faults = schemaFaults(treefileSchema.shape.variables, value["variables"], ["variables"], (at) =>
      spelling(file, at),
    );
    problems.add(file, faults);
    const faulty = new Set(faults.map((fault) => fault.path[1]));
    for (const [name, given] of Object.entries(isMap(value["variables"]) ? value["variables"] : {})) {
      const path = ["variables", name];
      const text = typeof given === "string" ? given : spelling(file, path);
      definitions.set(name, {
        text: faulty.has(name) ? undefined : text,
        value: given as TypedValue,
        file,
        path,
      });
    }
  }
  // The key itself is checked with all others; here it only has to be usable.
  const suite = value["suite"];
  if (suite !== undefined) {
    const text = typeof suite === "string" ? suite : undefined;
    definitions.set("suite", { text, value: text ?? "", file, path: ["suite"] });
  }
  return definitions;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
