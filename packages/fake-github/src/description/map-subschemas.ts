import type { Schema } from "./description.ts";

const maps = new Set(["properties", "patternProperties"]);
const lists = new Set(["allOf", "anyOf", "oneOf"]);
const single = new Set(["items", "additionalProperties", "not"]);

/** Returns a schema with each of the schemas directly inside it replaced. */
export function mapSubschemas(schema: Schema, change: (inner: Schema) => Schema): Schema {
  const entries = Object.entries(schema).map(([key, value]) => {
    if (lists.has(key)) return [key, (value as Schema[]).map(change)] as const;
    if (single.has(key) && typeof value === "object") return [key, change(value as Schema)] as const;
    if (!maps.has(key)) return [key, value] as const;
    const members = Object.entries(value as Record<string, Schema>);
    return [key, Object.fromEntries(members.map(([name, inner]) => [name, change(inner)]))] as const;
  });
  return Object.fromEntries(entries);
}
