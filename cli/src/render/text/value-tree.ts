import type { ExpandedValue, ValueOrigin } from "@debootc/core/treefile/expanded-treefile";
import type { YamlTree } from "./yaml-lines.ts";

/** Puts values into maps and lists, by their paths. */
export function valueTree(values: readonly ExpandedValue[]): YamlTree<ValueOrigin> {
  const root: YamlTree<ValueOrigin> = new Map();
  for (const { path, value, origin } of values) {
    let node: YamlTree<ValueOrigin> = root;
    for (const [depth, step] of path.entries()) {
      if (!(node instanceof Map)) break;
      const next = path[depth + 1];
      const made: YamlTree<ValueOrigin> = next === undefined ? { value, note: origin } : new Map();
      const child: YamlTree<ValueOrigin> = node.get(step) ?? made;
      node.set(step, child);
      node = child;
    }
  }
  return root;
}
