import * as z from "zod";
import { treefileKeys } from "./treefile-keys.ts";

/**
 * A treefile as it is written, before variables are replaced and includes are merged. Every key may be absent: what
 * a whole treefile needs is known only when all its files are merged.
 */
const treefileSchema = z
  .strictObject(Object.fromEntries(treefileKeys.map(({ name, schema }) => [name, schema.optional()])))
  .meta({ title: "debootc treefile", description: "What a Debian image consists of." });

/**
 * Returns the JSON Schema (draft-7) of a treefile, for editors: of what is written, so every string may hold
 * variables.
 */
export function treefileJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(treefileSchema, {
    target: "draft-7",
    io: "input",
    override: ({ zodSchema, jsonSchema, path }) => {
      sayWhatHoldsWithout(jsonSchema);
      const isText = zodSchema instanceof z.ZodString || zodSchema instanceof z.ZodEnum;
      if (isText && !path.includes("propertyNames") && !path.includes("postprocess"))
        allowVariables(jsonSchema);
    },
  });
}

/** Puts what a key means when it is absent into its description, for editors. */
export function sayWhatHoldsWithout(schema: { description?: string; [key: string]: unknown }): void {
  const { absent } = schema;
  if (typeof absent !== "string") return;
  schema.description = `${schema.description} Without it: ${absent}.`;
  delete schema["absent"];
}

function allowVariables(schema: { pattern?: string; enum?: unknown[]; anyOf?: unknown[] }): void {
  const reference = "\\$\\{";
  if (schema.pattern !== undefined) schema.pattern = `(?:${schema.pattern})|${reference}`;
  if (schema.enum === undefined) return;
  schema.anyOf = [{ enum: schema.enum }, { pattern: reference }];
  delete schema.enum;
}
