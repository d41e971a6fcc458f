import type * as z from "zod";
import { type Path, pathText } from "./position-map.ts";
import { quoted } from "../text/quoted.ts";
import { schemaFaults } from "./schema-faults.ts";
import { characterFaults } from "./strange-characters.ts";
import { type Fault, spelling, type DocumentFile } from "./document-file.ts";
import { replaceVariables, type Variables } from "./variables.ts";

/** Holds a value of a document with its variables replaced, and everything that is wrong with it. */
export interface CheckedValue {
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** Where a variable has no value because its definition is faulty, which is reported there. */
  readonly unreplaced: readonly Path[];
}

/** Replaces the variables in a value, but for the parts that are left alone, and checks the result against the schema. */
export function checkedValue(
  schema: z.core.$ZodType,
  file: DocumentFile,
  path: Path,
  written: unknown,
  variables: Variables,
  isLeftAlone: (path: Path, value: unknown) => boolean = () => false,
): CheckedValue {
  const faults: Fault[] = [];
  const unreplaced: Path[] = [];
  // The schema's complaints about a text with unreplaced variables, or with strange characters, are noise.
  const noise = new Set<string>();
  const replaced = (part: unknown, at: Path): unknown => {
    if (isLeftAlone(at, part)) return typeof part === "string" ? strange(part, at) : part;
    if (typeof part === "string") return strange(part.includes("${") ? replacedText(part, at) : part, at);
    if (Array.isArray(part)) return part.map((item, index) => replaced(item, [...at, index]));
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, replaced(item, [...at, key])]));
  };
  const replacedText = (text: string, at: Path): string => {
    const result = replaceVariables(text, variables);
    faults.push(...result.faults.map((fault) => ({ ...fault, path: at })));
    if (result.text === undefined) {
      unreplaced.push(at);
      noise.add(pathText(at));
    }
    return result.text ?? text;
  };
  const strange = (text: string, at: Path): string => {
    const found = characterFaults(text);
    faults.push(...found.map((fault) => ({ given: quoted(text), ...fault, path: at })));
    if (found.length > 0) noise.add(pathText(at));
    return text;
  };
  const value = replaced(written, path);
  const found = schemaFaults(schema, value, path, (at) => spelling(file, at));
  const meant = found.filter((fault) => !noise.has(pathText(fault.path)));
  return { value, faults: [...faults, ...meant], unreplaced };
}
