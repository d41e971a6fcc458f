import type * as z from "zod";

/** How the doors show one field of a request: the command line's help, an action's inputs, the README's tables. */
export interface FieldMeta {
  readonly [key: string]: unknown;
  /** What it is for, without a full stop; the default is added by the door. */
  readonly description: string;
  /** Given by its place on the command line rather than by a flag. */
  readonly positional?: true;
  /** Stands for the value in help texts, such as `DIR`; the field's name when absent. */
  readonly placeholder?: string;
  /** A directory: doors make it absolute, since workers do not run where the user stands. */
  readonly directory?: true;
  /**
   * May be given once for all runs, by environment or a settings file, under this name: for what a person or a machine
   * decides rather than a run. Fields of one name are the same field.
   */
  readonly setting?: string;
  /** What of the file system a shell offers for it; directories follow from `directory`. */
  readonly completes?: "compose" | "file" | "treefile";
  /** What it takes, in words, where its type does not say it: `an absolute path`. */
  readonly allowed?: string;
  /** Values people give by another name, and the allowed one to suggest. */
  readonly suggestions?: Readonly<Record<string, string>>;
}

/** A field of a request: one schema with the words that every door shows for it. */
export function field<Schema extends z.ZodType>(schema: Schema, meta: FieldMeta): Schema {
  return schema.meta(meta);
}
