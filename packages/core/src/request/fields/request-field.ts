import type * as z from "zod";

/** Describes how the doors show one field of a request: the command line's help, an action's inputs, the README's tables. */
export interface FieldMeta {
  readonly [key: string]: unknown;
  /** What it is for, without a full stop; doors add the default. */
  readonly description: string;
  /** Given by its place on the command line rather than by a flag. */
  readonly positional?: true;
  /** Name of the input of an action for it, if that is not the name of the field. */
  readonly input?: string;
  /** Placeholder for the value in help texts, such as `DIR`; the name of the field when absent. */
  readonly placeholder?: string;
  /**
   * Marks a path of the user's machine, which the door makes absolute, since nothing below it knows where the user is.
   * A `place` is an object that has the path in it: something that may also be given by another name.
   */
  readonly path?: "directory" | "file" | "place";
  /**
   * Name of the setting that gives it for all runs, by environment or a settings file: for what depends on a person or a
   * machine rather than on a run. Fields of one name are the same field.
   */
  readonly setting?: string;
  /** What a shell completes; files and directories follow from `path`. */
  readonly completes?: "compose" | "file" | "treefile";
  /** Words that a shell offers for it, although it takes others as well. */
  readonly offers?: readonly string[];
  /** Whether one value of a list may have spaces, so that an input of an action has one value a line. */
  readonly spaced?: true;
  /** Whether the value of an input of an action may have several lines although it is no list. */
  readonly spansLines?: true;
  /** What it accepts, in words, where its type does not say it: `an absolute path`. */
  readonly allowed?: string;
  /** Other names that people give to values, with the allowed one to suggest. */
  readonly suggestions?: Readonly<Record<string, string>>;
}

/** Returns the schema of a field together with what every door shows for it. */
export function field<Schema extends z.ZodType>(schema: Schema, meta: FieldMeta): Schema {
  return schema.meta(meta);
}
