import type { DocumentFile } from "../document/document-file.ts";
import type { Path } from "../document/position-map.ts";
import type { OverrideEntry, VariantEntry } from "./checked-compose-file.ts";
import { isEmptyMap, type Setting } from "./merge-settings.ts";

/** Lists the keys whose values the variant or override that comes last gives as a whole. */
const single = ["treefile", "arches", "runs-on", "required"] as const;

/** Lists the keys whose values are merged by the keys in them. */
const byKey = ["ostree", "output", "metadata"] as const;

/** Returns the settings that a variant or an override gives, `build` left out: that is merged by the treefile's rules. */
export function settingsOf(file: DocumentFile, entry: VariantEntry | OverrideEntry): readonly Setting[] {
  const { path } = entry;
  const input: Readonly<Record<string, unknown>> = entry.input;
  const isOverride = !("id" in entry);
  const given = single.filter((key) => input[key] !== undefined && !(isOverride && key === "arches"));
  return [
    ...given.map((key) => ({ slot: [key], value: input[key], file, path: [...path, key] })),
    ...byKey.flatMap((key) =>
      input[key] === undefined ? [] : fieldsOf([key], input[key], { file, path: [...path, key] }),
    ),
  ];
}

/** Maps are merged by their keys, so each of their values is a setting. */
function fieldsOf(
  slot: readonly string[],
  value: unknown,
  { file, path }: { readonly file: DocumentFile; readonly path: Path },
): readonly Setting[] {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMap || isEmptyMap(value)) return [{ slot, value, file, path }];
  return Object.entries(value).flatMap(([key, member]) =>
    fieldsOf([...slot, key], member, { file, path: [...path, key] }),
  );
}
