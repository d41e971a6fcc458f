import * as z from "zod";
import { checkedValue } from "../document/checked-value.ts";
import { type DocumentFile, spelling } from "../document/document-file.ts";
import type { Path } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { schemaFaults } from "../document/schema-faults.ts";
import { type ComposeMap, composeKeyFault } from "./compose-key-fault.ts";
import { metadataFaults } from "./metadata-faults.ts";

/** Holds the valid keys of a map in a compose file, and the names of the keys that have errors. */
export interface CheckedMap<Input> {
  readonly path: Path;
  readonly input: Partial<Input>;
  readonly faulty: ReadonlySet<string>;
}

interface Written {
  readonly file: DocumentFile;
  readonly path: Path;
  readonly value: unknown;
}

/** Checks every key of a map by itself, so that one mistake hides no other, and reports required keys that are missing. */
export function checkedMap<Schema extends z.ZodObject>(
  { file, path, value }: Written,
  map: ComposeMap,
  schema: Schema,
  problems: ProblemList,
): CheckedMap<z.input<Schema>> {
  const keys = Object.keys(schema.shape);
  const written = writtenMap({ file, path, value }, problems);
  if (written === undefined) return { path, input: {}, faulty: new Set(keys) };
  const input: Record<string, unknown> = {};
  const faulty = new Set<string>();
  for (const [key, given] of Object.entries(written)) {
    const at = [...path, key];
    if (!keys.includes(key)) {
      problems.add(file, [composeKeyFault(map, at, keys)]);
      faulty.add(key);
      continue;
    }
    const faults = keyFaults(file, at, given, schema.shape[key] as z.ZodType);
    problems.add(file, faults);
    if (faults.length > 0) faulty.add(key);
    else input[key] = given;
  }
  for (const key of keys) {
    const part = schema.shape[key] as z.ZodType;
    if (part instanceof z.ZodOptional || Object.hasOwn(written, key)) continue;
    faulty.add(key);
    const hint = z.globalRegistry.get(part)?.description;
    problems.add(file, [{ path: [...path, key], message: "this key is missing", ...(hint ? { hint } : {}) }]);
  }
  return { path, input: input as Partial<z.input<Schema>>, faulty };
}

/** Returns a value that must be a map; reports any other, and returns undefined. */
export function writtenMap(
  { file, path, value }: Written,
  problems: ProblemList,
): Readonly<Record<string, unknown>> | undefined {
  const faults = schemaFaults(z.looseObject({}), value, path, (at) => spelling(file, at));
  problems.add(file, faults);
  return faults.length === 0 ? (value as Record<string, unknown>) : undefined;
}

function keyFaults(file: DocumentFile, path: Path, given: unknown, schema: z.ZodType) {
  const key = path.at(-1);
  // There are no variables here: `${name}` is plain text. A treefile in place is checked as one, later.
  const isLeftAlone = (_: Path, part: unknown) => typeof part === "string" || key === "build";
  const { faults } = checkedValue(schema, file, path, given, new Map(), isLeftAlone);
  if (key !== "metadata" || faults.length > 0) return faults;
  return metadataFaults(given, path, (at) => spelling(file, at));
}
