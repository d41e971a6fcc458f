import { posix } from "node:path";
import type { TreeEntry } from "../tree/tree-entry.ts";
import type { LayerPlan } from "./layer-plan.ts";

/**
 * Lists the entries of each layer: those of its components and all directories above them, in the order of the
 * listing, so that a directory precedes its entries and the first name of a hardlink group precedes the others.
 * Every entry is in exactly one layer; only directories with entries are repeated.
 */
export function splitEntries(
  entries: readonly TreeEntry[],
  components: ReadonlyMap<string, string>,
  plan: LayerPlan,
): TreeEntry[][] {
  const layerOfComponent = new Map(
    plan.flatMap((names, layer) => names.map((name) => [name, layer] as const)),
  );
  const directories = new Map(
    entries.filter(({ type }) => type === "directory").map((entry) => [entry.path, entry]),
  );
  const layers: TreeEntry[][] = plan.map(() => []);
  const written = plan.map(() => new Set<string>());

  for (const entry of entries) {
    const component = components.get(entry.path);
    if (component === undefined) continue;
    const layer = layerOfComponent.get(component);
    const [list, seen] = [layers[layer ?? -1], written[layer ?? -1]];
    if (list === undefined || seen === undefined) {
      throw new TypeError(`the layer plan does not contain ${component}, the component of ${entry.path}`);
    }
    for (const parent of parentsOf(entry.path)) {
      const directory = directories.get(parent);
      if (directory === undefined || seen.has(parent)) continue;
      seen.add(parent);
      list.push(directory);
    }
    list.push(entry);
  }
  return layers;
}

/** Lists the directories above a path, from the root down. */
function parentsOf(path: string): string[] {
  const parents: string[] = [];
  for (let parent = path; parent !== "."; ) {
    parent = posix.dirname(parent);
    parents.unshift(parent);
  }
  return parents;
}
