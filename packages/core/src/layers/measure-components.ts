import type { TreeEntry } from "../tree/tree-entry.ts";
import type { Component } from "./component.ts";
import type { PackageDatabase } from "../dpkg/package-database.ts";

/** What packing needs to know of each component of a root. */
export function measureComponents(
  entries: readonly TreeEntry[],
  components: ReadonlyMap<string, string>,
  { packages }: PackageDatabase,
): Component[] {
  const bytes = new Map<string, number>();
  for (const { path, size } of entries) {
    const name = components.get(path);
    if (name !== undefined) bytes.set(name, (bytes.get(name) ?? 0) + size);
  }
  const bySource = Map.groupBy(packages, ({ source }) => source);
  return [...bytes].map(([name, size]) => {
    const members = bySource.get(name) ?? [];
    const intervals = members.flatMap(({ updateInterval }) => updateInterval ?? []);
    return {
      name,
      bytes: size,
      versions: members.map(({ version }) => version),
      ...(intervals.length === 0 ? {} : { updateInterval: Math.min(...intervals) }),
    };
  });
}
