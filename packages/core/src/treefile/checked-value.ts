import type * as z from "zod";
import { type Path, pathText } from "./position-map.ts";
import { schemaFaults } from "./schema-faults.ts";
import { type Fault, spelling, type TreefileFile } from "./treefile-file.ts";
import { replaceVariables, type Variables } from "./variables.ts";

/** A value of a treefile with its variables replaced and all that is wrong with it. */
export interface CheckedValue {
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** Where a variable has no value because its definition is faulty, which is reported there. */
  readonly unreplaced: readonly Path[];
}

/** Replaces the variables in a value and checks the result against the schema. */
export function checkedValue(
  schema: z.core.$ZodType,
  file: TreefileFile,
  path: Path,
  written: unknown,
  variables: Variables,
): CheckedValue {
  const faults: Fault[] = [];
  const unreplaced: Path[] = [];
  const value = replaced(written, path, (text, at) => {
    const result = replaceVariables(text, variables);
    faults.push(...result.faults.map((fault) => ({ ...fault, path: at })));
    if (result.text === undefined) unreplaced.push(at);
    return result.text ?? text;
  });
  // What the schema says of a text whose variables are not replaced is noise.
  const noise = new Set(unreplaced.map(pathText));
  const found = schemaFaults(schema, value, path, (at) => spelling(file, at));
  const meant = found.filter((fault) => !noise.has(pathText(fault.path)));
  return { value, faults: [...faults, ...meant], unreplaced };
}

function replaced(value: unknown, path: Path, replace: (text: string, path: Path) => string): unknown {
  if (typeof value === "string") return value.includes("${") ? replace(value, path) : value;
  if (Array.isArray(value)) return value.map((item, index) => replaced(item, [...path, index], replace));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaced(item, [...path, key], replace)]),
  );
}
