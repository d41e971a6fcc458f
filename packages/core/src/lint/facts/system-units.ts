import { parseUnitFile, type UnitFile } from "../../unit/unit-file.ts";
import { dropIns } from "../parse/drop-ins.ts";
import type { LintTree } from "../subject/lint-tree.ts";

/** Matches unit files whose programs run as a user, and the drop-ins of all units. */
export const unitFiles =
  /^\/(usr\/lib|etc)\/systemd\/system\/([^/]+\.(service|socket|mount|swap)|[^/]+\.d\/[^/]+\.conf)$/;

/** Where the system's units are; the first file of a name counts. */
const directories = ["/etc/systemd/system", "/usr/lib/systemd/system"] as const;

export interface SystemUnit {
  readonly name: string;
  readonly path: string;
  /** With the drop-ins that carry its name or that of its template. */
  readonly file: UnitFile;
  /** A link in a directory of dependencies starts it, or something that starts it in turn: a socket, timer or path. */
  readonly started: boolean;
}

/** Yields the units of the system manager with a file of their own; masks and aliases have none. */
export function* systemUnits(tree: LintTree): Generator<SystemUnit> {
  const started = startedNames(tree);
  const seen = new Set<string>();
  for (const directory of directories) {
    for (const { path, type, target } of tree.list(directory)) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (!unitFiles.test(`${directory}/${name}`) || seen.has(name)) continue;
      if (type === "symlink" && isAlias(target)) {
        // A mask hides the unit of its name; an alias is another unit's.
        if (target === "/dev/null") seen.add(name);
        continue;
      }
      const text = tree.text(path);
      if (text === undefined) continue;
      seen.add(name);
      const texts = [text, ...dropInTexts(tree, name)];
      yield { name, path, file: parseUnitFile(texts.join("\n")), started: started.has(stemOf(name)) };
    }
  }
}

/** A link to a file outside the directories of units is that unit's file. */
function isAlias(target: string): boolean {
  return (
    target === "/dev/null" || !target.includes("/") || directories.some((each) => target.startsWith(each))
  );
}

/** Returns the texts of a unit's drop-ins in their order; one in /etc replaces that of the same name. */
function dropInTexts(tree: LintTree, name: string): string[] {
  const byName = new Map<string, string>();
  for (const directory of directories.toReversed()) {
    for (const { path } of dropIns(tree, `${directory}/${name}.d`, ".conf"))
      byName.set(path.slice(path.lastIndexOf("/") + 1), path);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => tree.text(path) ?? "");
}

/** Collects the names, without instance and type, of all links in `.wants`, `.requires` and `.upholds`. */
function startedNames(tree: LintTree): ReadonlySet<string> {
  const names = directories
    .flatMap((directory) => tree.list(directory))
    .filter(({ path }) => /\.(wants|requires|upholds)$/.test(path))
    .flatMap(({ path }) => tree.list(path))
    .map(({ path }) => stemOf(path.slice(path.lastIndexOf("/") + 1)));
  return new Set(names);
}

function stemOf(unit: string): string {
  return unit.replace(/(?:@.*)?\.[a-z]+$/, (ending) => (ending.startsWith("@") ? "@" : ""));
}
