import { words } from "../../debian/package-name.ts";
import type { Path } from "../../document/position-map.ts";
import type { DocumentFile } from "../../document/document-file.ts";
import type { ChrootInput } from "./chroot-schema.ts";
import { pluginNameIn } from "./plugin-name.ts";

/** Names what gives a value: a file, an option or the defaults. */
export type ChrootValuePlace =
  | { readonly kind: "file"; readonly file: DocumentFile; readonly path: Path }
  | { readonly kind: "option"; readonly name: string }
  | { readonly kind: "default" };

/** Describes one value of a configuration, with its place in the merged one. */
export interface ChrootValue {
  /** The key, then what distinguishes values of one key: the word, id or target of a list item. */
  readonly slot: readonly string[];
  readonly value: unknown;
  readonly from: ChrootValuePlace;
}

/** Maps slots to their values, weakest first; the last value of a slot wins. */
export type MergedChrootValues = ReadonlyMap<string, readonly ChrootValue[]>;

/** Returns all values that one file or option gives. `placeOf` says what gives the value at a path of the input. */
export function chrootValues(
  input: ChrootInput,
  placeOf: (path: Path) => ChrootValuePlace,
): readonly ChrootValue[] {
  const one = (slot: readonly string[], value: unknown, path: Path = slot): readonly ChrootValue[] =>
    value === undefined ? [] : [{ slot, value, from: placeOf(path) }];
  const wordsOf = (key: "architectures" | "components" | "dependencies-from" | "packages" | "profiles") =>
    (input[key] ?? []).flatMap((item, index) =>
      words(item).flatMap((word) => one([key, word], word, [key, index])),
    );
  return [
    ...one(["suite"], input.suite),
    ...wordsOf("architectures"),
    ...wordsOf("components"),
    ...one(["mirror"], input.mirror),
    ...(input.sources ?? []).flatMap((source, index) =>
      one(["sources", source.id], source, ["sources", index]),
    ),
    ...(input.pins ?? []).flatMap((pin, index) =>
      one(["pins", pin.package, pin.pin, String(pin.priority)], pin, ["pins", index]),
    ),
    ...wordsOf("dependencies-from"),
    ...one(["alternatives"], input.alternatives),
    ...wordsOf("packages"),
    ...wordsOf("profiles"),
    ...Object.entries(input.environment ?? {}).flatMap(([name, value]) => one(["environment", name], value)),
    ...(input.mounts ?? []).flatMap((mount, index) =>
      one(["mounts", mount.target], mount, ["mounts", index]),
    ),
    ...Object.entries(input.limits ?? {}).flatMap(([name, value]) => one(["limits", name], value)),
    ...one(["tmpfs"], input.tmpfs),
    ...Object.entries(input.plugins ?? {}).flatMap(([written, options]) => {
      const path = ["plugins", written];
      const from = placeOf(path);
      const name = from.kind === "file" ? pluginNameIn(from.file.path, written) : written;
      if (typeof options === "boolean") return one(["plugins", name], options, path);
      const given = Object.entries(options).flatMap(([key, value]) =>
        one(["plugins", name, key], value, [...path, key]),
      );
      return [...one(["plugins", name], true, path), ...given];
    }),
  ];
}

/** Merges the values of all places, given weakest first, by their slots. */
export function mergeChrootValues(values: readonly ChrootValue[]): MergedChrootValues {
  const merged = new Map<string, ChrootValue[]>();
  for (const value of pinsStrongestFirst(values)) {
    const slot = JSON.stringify(value.slot);
    const others = merged.get(slot);
    if (others === undefined) merged.set(slot, [value]);
    else others.push(value);
  }
  return merged;
}

/** Of pins the first that fits counts, so those of a stronger file precede all others, in the order in which it has them. */
function pinsStrongestFirst(values: readonly ChrootValue[]): readonly ChrootValue[] {
  const { pins = [], others = [] } = Object.groupBy(values, ({ slot }) =>
    slot[0] === "pins" ? "pins" : "others",
  );
  const byFile = Map.groupBy(pins, ({ from }) => (from.kind === "file" ? from.file.path : from.kind));
  return [...others, ...[...byFile.values()].toReversed().flat()];
}

/** Returns the winning values whose slots begin with the given words, in the order in which they were first named. */
export function winningValues(
  merged: MergedChrootValues,
  ...slot: readonly string[]
): readonly ChrootValue[] {
  return [...merged.values()].flatMap((values) => {
    const last = values.at(-1);
    return last !== undefined && slot.every((word, index) => last.slot[index] === word) ? [last] : [];
  });
}
