import { quoted } from "../text/quoted.ts";
import type { MappingEntry, YamlNode } from "./yaml-node.ts";

/** Keys and list indexes from the top of a treefile down to a value. */
export type Path = readonly (string | number)[];

/** The node at a path, if the text has one. */
export function nodeAt(root: YamlNode | undefined, path: Path): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((node, step) => childOf(node, step), root);
}

/**
 * Offset of what stands at a path: its key when `of` is `key` or when the value is empty. A path that the text does
 * not have falls back to the nearest parent that it has.
 */
export function offsetAt(root: YamlNode | undefined, path: Path, of: "key" | "value"): number {
  let node = root;
  let offset = Math.max(0, root?.start ?? 0);
  for (const [depth, step] of path.entries()) {
    const entry = entryOf(node, step);
    node = childOf(node, step);
    if (node === undefined) return offset;
    const isLast = depth === path.length - 1;
    if (entry !== undefined && (node.start < 0 || (isLast && of === "key"))) offset = entry.keyStart;
    else if (node.start >= 0) offset = node.start;
  }
  return offset;
}

/** A path as it is written in messages: `sources[0].uris`. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[A-Za-z0-9_$-]+$/.test(step)) return `[${quoted(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

function childOf(node: YamlNode | undefined, step: string | number): YamlNode | undefined {
  if (node?.kind === "sequence" && typeof step === "number") return node.items[step];
  return entryOf(node, step)?.value;
}

function entryOf(node: YamlNode | undefined, step: string | number): MappingEntry | undefined {
  return node?.kind === "mapping" ? node.entries.get(String(step)) : undefined;
}
