import * as z from "zod";
import type { FieldMeta } from "./fields/request-field.ts";

export type RequestSchema = z.ZodObject;
export type RequestOf<Schema extends RequestSchema> = z.output<Schema>;

/** Describes a field of a request, as its JSON Schema describes it. */
export interface RequestProperty extends FieldMeta {
  readonly type?: "string" | "boolean" | "integer" | "array";
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: { readonly enum?: readonly string[] };
}

export interface RequestDescription {
  /** In the order of the schema. */
  readonly properties: Readonly<Record<string, RequestProperty>>;
  readonly required: ReadonlySet<string>;
}

/** Returns the fields of a request in one plain form, from which every door generates its options, inputs and tables. */
export function describeRequest(schema: RequestSchema): RequestDescription {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return { properties: properties as Readonly<Record<string, RequestProperty>>, required: new Set(required) };
}
