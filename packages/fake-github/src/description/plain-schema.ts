import type { Schema } from "./description.ts";
import { mapSubschemas } from "./map-subschemas.ts";

/** Words of OpenAPI that only people or generators read, or that plain JSON Schema does not know. */
const leftOut = new Set([
  ...["description", "example", "examples", "externalDocs", "title", "deprecated", "default", "format"],
  ...["readOnly", "writeOnly", "discriminator", "xml", "nullable"],
]);

/** Returns a schema of OpenAPI 3.0 as plain JSON Schema: null is a type, references lead to `#/schemas`. */
export function plainSchema(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(([key]) => !leftOut.has(key) && !key.startsWith("x-"));
  const plain = mapSubschemas(Object.fromEntries(kept), plainSchema);
  const { $ref: reference } = plain;
  if (typeof reference === "string")
    return withNull(schema, { $ref: reference.replace("#/components/schemas/", "#/schemas/") });
  return withNull(schema, plain);
}

function withNull({ nullable }: Schema, plain: Schema): Schema {
  if (nullable !== true) return plain;
  const { type, enum: values } = plain;
  if (typeof type !== "string") return { anyOf: [plain, { type: "null" }] };
  const allowed = Array.isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {};
  return { ...plain, type: [type, "null"], ...allowed };
}
