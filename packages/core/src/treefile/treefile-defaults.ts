import * as z from "zod";
import { treefileKeys } from "./treefile-keys.ts";

/** Says what holds where a treefile does not give a key: a value, or words where the value is found later. */
export interface TreefileDefault {
  /** Keys down to it; `*` means every item of a list. */
  readonly path: readonly string[];
  readonly value?: unknown;
  readonly absent?: string;
}

/**
 * Returns the defaults of all keys that have one, in the order of the table. Lists and maps are empty unless it
 * says otherwise.
 */
export function treefileDefaults(): readonly TreefileDefault[] {
  return treefileKeys
    .filter(({ slots }) => slots.length > 0)
    .flatMap(({ name, schema }) => defaultsOf(schema, [name]));
}

function defaultsOf(schema: z.core.$ZodType, path: readonly string[]): readonly TreefileDefault[] {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  const meta = z.globalRegistry.get(inner);
  if (meta?.["default"] !== undefined) return [{ path, value: meta["default"] }];
  const absent = meta?.["absent"];
  if (typeof absent === "string" && !(inner instanceof z.ZodObject)) return [{ path, absent }];
  if (inner instanceof z.ZodArray) return [{ path, value: [] }, ...itemDefaults(inner, path)];
  if (inner instanceof z.ZodRecord) return [{ path, value: {} }];
  if (!(inner instanceof z.ZodObject)) return [];
  const members = Object.entries(inner.shape).flatMap(([key, member]) => defaultsOf(member, [...path, key]));
  return typeof absent === "string" ? [{ path, absent }, ...members] : members;
}

function itemDefaults({ element }: z.ZodArray, path: readonly string[]): readonly TreefileDefault[] {
  const defaults = element instanceof z.ZodObject ? defaultsOf(element, [...path, "*"]) : [];
  return defaults.filter(({ value }) => typeof value !== "object");
}
