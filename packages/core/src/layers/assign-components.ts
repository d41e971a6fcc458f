import { posix } from "node:path";
import { treeResolver } from "../tree/tree-resolver.ts";
import type { TreeEntry } from "../tree/tree-entry.ts";
import { generatedComponent, unpackaged } from "./generated-component.ts";
import type { PackageDatabase } from "../dpkg/package-database.ts";
import { pathOwners } from "./path-owners.ts";

/**
 * The component of every entry that needs a place of its own: all but directories that hold something, for those are
 * repeated wherever what they hold lies. The names of a hardlink group have one component. Entries come in the
 * order of their listing, and so do the answers.
 */
export function assignComponents(
  entries: readonly TreeEntry[],
  database: PackageDatabase,
): Map<string, string> {
  const resolver = treeResolver(entries);
  const owners = pathOwners(database, resolver);
  const infoOwners = ownersOfInfo(database);
  const filled = new Set(entries.map(({ path }) => posix.dirname(path)));
  const components = new Map<string, string>();

  const componentOf = ({ path, type }: TreeEntry): string => {
    const known = owners.get(path) ?? infoOwners(path) ?? generatedComponent(path);
    if (known !== undefined) return known;
    if (type === "symlink") {
      // Alternatives, certificates by their hash, units that were enabled: such a link changes with what it leads to.
      const target = resolver.target(path);
      if (target !== undefined && target !== path)
        return owners.get(target) ?? generatedComponent(target) ?? unpackaged;
    }
    return bytecodeOwner(path, owners) ?? unpackaged;
  };

  const groups = new Map<string, string>();
  for (const entry of entries) {
    if (entry.type === "directory" && filled.has(entry.path)) continue;
    const group = entry.type === "hardlink" ? entry.linkPath : undefined;
    const component = (group === undefined ? undefined : groups.get(group)) ?? componentOf(entry);
    // Not only files have hardlinks: links may have them too.
    if (entry.type !== "directory" && group === undefined) groups.set(entry.path, component);
    components.set(entry.path, component);
  }
  return components;
}

const info = "usr/lib/sysimage/dpkg/info/";

/** dpkg's own files about a package change only with it: `<package>[:<architecture>].<kind>`. */
function ownersOfInfo({ packages }: PackageDatabase): (path: string) => string | undefined {
  const sources = new Map(packages.map(({ name, source }) => [name, source]));
  return (path) => {
    if (!path.startsWith(info)) return undefined;
    const name = path.slice(info.length);
    return sources.get(name.replace(/(?::[^:]*)?\.[^.]*$/, ""));
  };
}

/** `dir/__pycache__/name.cpython-313.pyc` is made from `dir/name.py`. */
function bytecodeOwner(path: string, owners: ReadonlyMap<string, string>): string | undefined {
  const match = /^(.*\/)?__pycache__\/([^/]+?)\.[^/]*\.pyc$/.exec(path);
  return match === null ? undefined : owners.get(`${match[1] ?? ""}${match[2]}.py`);
}
