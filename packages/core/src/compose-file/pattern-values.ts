import { type DocumentFile, spelling } from "../document/document-file.ts";
import { type Origin, originOf } from "../document/origin.ts";
import type { Path } from "../document/position-map.ts";
import type { ExpandedTreefile } from "../treefile/expanded-treefile.ts";
import type { MergedSetting } from "./merge-settings.ts";

/** Holds one value that the user's patterns judge. */
export interface PatternValue {
  readonly text: string;
  readonly origin: Origin;
  /** Key of the value in its file, for messages. */
  readonly key: string;
}

/** Maps the patterns for treefiles to the keys of treefiles that they judge. */
export const judgedKeys = { ref: "ref", version: "automatic-version-prefix", packages: "packages" } as const;

/** Returns the values of a key that the files of a treefile give. */
export function treefileValues({ values }: ExpandedTreefile, key: string): readonly PatternValue[] {
  return values.flatMap(({ path, value, origin }) =>
    path[0] === key && typeof value === "string" && origin.from === "file"
      ? [{ text: value, origin: { file: origin.file, line: origin.line, column: origin.column }, key }]
      : [],
  );
}

/** Returns every text, number and truth value of a field, also those in lists and maps, as the file spells them. */
export function fieldValues(settings: readonly MergedSetting[], field: string): readonly PatternValue[] {
  return settings
    .filter(({ slot }) => slot[0] === "metadata" && slot[1] === field)
    .flatMap(({ file, path, value }) => valuesIn(file, path, value, `metadata.${field}`));
}

function valuesIn(file: DocumentFile, path: Path, value: unknown, key: string): readonly PatternValue[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([step, member]) =>
      valuesIn(file, [...path, Array.isArray(value) ? Number(step) : step], member, key),
    );
  }
  const text = typeof value === "string" ? value : (spelling(file, path) ?? String(value));
  return [{ text, origin: originOf({ file, path }), key }];
}
