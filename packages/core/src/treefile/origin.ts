import * as z from "zod";
import type { Entry } from "./layer.ts";
import { offsetAt } from "./position-map.ts";
import { placeAt } from "./text-place.ts";

/** Where a value of a treefile stands, for faults that only show while the tree is built. Never part of a plan. */
export const originSchema = z.strictObject({
  /** Absolute path of the treefile that gives the value. */
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
});
export type Origin = z.infer<typeof originSchema>;

export function originOf({ file, path }: Pick<Entry<unknown>, "file" | "path">): Origin {
  return { file: file.path, ...placeAt(file.lined, offsetAt(file.root, path, "value")) };
}
