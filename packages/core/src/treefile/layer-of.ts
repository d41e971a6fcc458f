import type { DocumentFile } from "../document/document-file.ts";
import type { Layer } from "./layer/layer.ts";
import type { Place } from "./layer/treefile-key.ts";
import { treefileKeys } from "./treefile-keys.ts";

/**
 * Holds the valid part of a treefile, by key; a list item that has errors is undefined, so that the others keep
 * their index.
 */
export type TreefileInput = Readonly<Record<string, unknown>>;

/** Returns the values that one file gives on an architecture. */
export function layerOf(file: DocumentFile, input: TreefileInput, architecture: string): Layer {
  const place: Place = (slot, value, path, name) => ({
    slot,
    value,
    file,
    path,
    ...(name === undefined ? {} : { name }),
  });
  return treefileKeys.flatMap((key) =>
    input[key.name] === undefined ? [] : key.fill(input[key.name], place, architecture),
  );
}
