import * as z from "zod";
import type { Entry } from "./entry.ts";
import { offsetAt } from "./position-map.ts";
import { placeAt } from "./text-place.ts";
import { offsetWithin } from "./document-file.ts";

/** Where a value of a treefile stands. Never part of a plan. */
export const originSchema = z.strictObject({
  /** Absolute path of the treefile that gives the value. */
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
});
export type Origin = z.infer<typeof originSchema>;

/** The place of a value, or of one word of it. */
export function originOf({ file, path }: Pick<Entry<unknown>, "file" | "path">, word?: string): Origin {
  const offset = offsetAt(file.root, path, "value");
  const within = word === undefined ? 0 : offsetWithin(file, path, offset, word);
  return { file: file.path, ...placeAt(file.lined, offset + within) };
}
