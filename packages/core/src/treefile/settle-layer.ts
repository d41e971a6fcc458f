import type { Entry } from "../document/entry.ts";
import type { Layer } from "./layer.ts";

/** Lists of names, in which an item counts once, at its first place. */
const names = ["components", "packages", "excludePackages", "units", "removeFiles"] as const;

/**
 * The merged layer as it counts: each item once, where a repeated name adds nothing and a question answered anew has
 * its last answer; and where the first item that fits wins, those of the including file first.
 */
export function settleLayer(layer: Layer): Layer {
  const lists = { ...layer.lists };
  for (const key of names) {
    const seen = new Set<string>();
    lists[key] = lists[key].filter(({ value }) => !seen.has(value) && seen.add(value));
  }
  const answers = lists.debconf.map(
    (entry) => [`${entry.value.package} ${entry.value.question}`, entry] as const,
  );
  return {
    ...layer,
    lists: {
      ...lists,
      debconf: [...new Map(answers).values()],
      pins: ofIncludingFirst(lists.pins),
      varPolicy: ofIncludingFirst(lists.varPolicy),
    },
  };
}

function ofIncludingFirst<T>(entries: readonly Entry<T>[]): readonly Entry<T>[] {
  return [...Map.groupBy(entries, ({ file }) => file).values()].reverse().flat();
}
