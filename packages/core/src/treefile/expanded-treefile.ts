import * as z from "zod";
import { defineRecord } from "../record/record.ts";
import { originSchema } from "../document/origin.ts";

const pathSchema = z.array(z.union([z.string(), z.int().min(0)]));

/** A place that names a treefile to include, or holds one. */
const inclusionSchema = z.strictObject({
  ...originSchema.shape,
  /** The conditions by which it is included; none when it always is. */
  conditions: z.array(z.string()),
});

const variableUseSchema = z.strictObject({
  name: z.string(),
  value: z.string(),
  /** Where it is defined; absent for `basearch`, which the command line gives. */
  place: originSchema.optional(),
});

const fileOriginSchema = z.strictObject({
  from: z.literal("file"),
  ...originSchema.shape,
  /** What led to that file, outermost first. */
  includedBy: z.array(inclusionSchema),
  /** The text before its variables were replaced, when it has some. */
  written: z.string().optional(),
  variables: z.array(variableUseSchema).optional(),
  /** Values of included files that this one takes the place of, in the order of merging. */
  overrides: z.array(z.strictObject({ ...originSchema.shape, value: z.json() })).optional(),
});
export type FileOrigin = z.infer<typeof fileOriginSchema>;

export const valueOriginSchema = z.discriminatedUnion("from", [
  fileOriginSchema,
  z.strictObject({ from: z.literal("default") }),
  /** The variable `basearch`. */
  z.strictObject({ from: z.literal("architecture") }),
]);
export type ValueOrigin = z.infer<typeof valueOriginSchema>;

/** One value of the merged treefile: a text, number or truth value, or an empty list or map. */
export const expandedValueSchema = z.strictObject({
  /** Keys and list indexes down to it, in the merged treefile. */
  path: pathSchema,
  value: z.json(),
  origin: valueOriginSchema,
});
export type ExpandedValue = z.infer<typeof expandedValueSchema>;

/** A treefile with all that it includes, for one architecture, and where each value comes from. */
export const expandedTreefile = defineRecord("expanded-treefile", 1, {
  file: z.string(),
  architecture: z.string(),
  /** Treefiles in the order of merging; one within another has the path of the key that holds it. */
  files: z.array(
    z.strictObject({
      file: z.string(),
      within: z.string().optional(),
      includedBy: z.array(inclusionSchema),
    }),
  ),
  variables: z.array(z.strictObject({ name: z.string(), value: z.string(), origin: valueOriginSchema })),
  /** In the order of the treefile's keys; `packages` also holds those of the architecture. */
  values: z.array(expandedValueSchema),
  /** Keys that no file gives and that have no fixed default, with what holds then. */
  unset: z.array(z.strictObject({ path: pathSchema, meaning: z.string() })),
});
export type ExpandedTreefile = z.infer<typeof expandedTreefile.schema>;
