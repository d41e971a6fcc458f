import type { Entry } from "../document/entry.ts";

/** Describes one value that a variant or an override gives, with its place. */
export interface Setting extends Entry<unknown> {
  /** The key; of maps such as `metadata`, the keys down to the value. */
  readonly slot: readonly string[];
}

/** Holds a setting that counts, and those that it takes the place of, weakest first. */
export interface MergedSetting extends Setting {
  readonly overrides: readonly Setting[];
}

type Tree = Map<string, Tree | MergedSetting>;

/**
 * Merges settings, weakest first: the last of a slot counts. Maps merge by their keys; a map takes the place of anything
 * else, and anything else that of a map. Each keeps the place at which it was first named.
 */
export function mergeSettings(settings: readonly Setting[]): readonly MergedSetting[] {
  const root: Tree = new Map();
  for (const setting of settings) place(root, setting);
  return settingsIn(root);
}

function place(root: Tree, setting: Setting): void {
  let overrides: readonly Setting[] = [];
  let tree = root;
  for (const step of setting.slot.slice(0, -1)) {
    const there = tree.get(step);
    if (there instanceof Map) tree = there;
    else {
      if (there !== undefined) overrides = replaced(there);
      const made: Tree = new Map();
      tree.set(step, made);
      tree = made;
    }
  }
  const last = setting.slot.at(-1) ?? "";
  const there = tree.get(last);
  if (there instanceof Map && isEmptyMap(setting.value)) return;
  if (there !== undefined)
    overrides = there instanceof Map ? settingsIn(there).flatMap(replaced) : replaced(there);
  tree.set(last, { ...setting, overrides });
}

/** An empty map says nothing that could be lost. */
function replaced({ overrides, ...setting }: MergedSetting): readonly Setting[] {
  return isEmptyMap(setting.value) ? overrides : [...overrides, setting];
}

function settingsIn(tree: Tree): readonly MergedSetting[] {
  return [...tree.values()].flatMap((one) => (one instanceof Map ? settingsIn(one) : [one]));
}

/** Returns whether a value is a map without keys. */
export function isEmptyMap(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  );
}
