import { matchesGlob } from "../../text/matches-glob.ts";
import { dropIns } from "../parse/drop-ins.ts";
import type { LintTree } from "../subject/lint-tree.ts";

/** Matches the files that say which units systemd enables at the first boot of a machine (systemd.preset(5)). */
export const presetFiles = /^\/(?:etc|usr\/lib)\/systemd\/system-preset\/[^/]+\.preset$/;

/** Lists where the system's units are; the first file of a name counts. */
export const unitDirectories = ["/etc/systemd/system", "/usr/lib/systemd/system"] as const;

/** Checks whether a unit is started: a link of the image says so, or systemd makes one at the first boot. */
export function isEnabled(tree: LintTree, unit: string): boolean {
  if (tree.lookup(`/etc/systemd/system/${unit}`)?.target === "/dev/null") return false;
  return linkedUnits(tree).has(unit) || presetEnables(tree)(unit);
}

/** Collects the names of all links in `.wants`, `.requires` and `.upholds`. */
export function linkedUnits(tree: LintTree): ReadonlySet<string> {
  const names = unitDirectories
    .flatMap((directory) => tree.list(directory))
    .filter(({ path }) => /\.(?:wants|requires|upholds)$/.test(path))
    .flatMap(({ path }) => tree.list(path))
    .map(({ path }) => nameIn(path));
  return new Set(names);
}

/** Returns a check whether the first line that fits a unit enables it; what none fits is enabled, but rarely meant. */
export function presetEnables(tree: LintTree): (unit: string) => boolean {
  const byName = new Map<string, string>();
  for (const directory of ["/usr/lib/systemd/system-preset", "/etc/systemd/system-preset"])
    for (const { path } of dropIns(tree, directory, ".preset")) byName.set(nameIn(path), path);
  const lines = [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, path]) => (tree.text(path) ?? "").split("\n"))
    .flatMap((line) => {
      const [, verb, pattern] = /^\s*(enable|disable|ignore)\s+(\S+)/.exec(line) ?? [];
      return verb === undefined || pattern === undefined ? [] : [{ verb, pattern }];
    });
  return (unit) => lines.find(({ pattern }) => matchesGlob(pattern, unit))?.verb === "enable";
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
