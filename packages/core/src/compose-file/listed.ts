import type { Path } from "../document/position-map.ts";

/** Holds one item of a list with its place. */
export interface ListedText {
  readonly text: string;
  readonly path: Path;
}

/** Returns the items of a value that is a text or a list of texts, each with its own path; none without a value. */
export function listed(value: string | readonly string[] | undefined, path: Path): readonly ListedText[] {
  if (value === undefined) return [];
  if (typeof value === "string") return [{ text: value, path }];
  return value.map((text, index) => ({ text, path: [...path, index] }));
}
