import { matchesGlob } from "../../text/matches-glob.ts";
import { dropIns } from "../parse/drop-ins.ts";
import type { LintTree } from "../subject/lint-tree.ts";

/** Matches the files that say which units systemd enables at the first boot of a machine (systemd.preset(5)). */
export const presetFiles = /^\/(?:etc|usr\/lib)\/systemd\/system-preset\/[^/]+\.preset$/;

/** Checks whether a unit is started: a link of the image says so, or systemd makes one at the first boot. */
export function isEnabled(tree: LintTree, unit: string): boolean {
  if (tree.lookup(`/etc/systemd/system/${unit}`)?.target === "/dev/null") return false;
  const links = tree
    .list("/etc/systemd/system")
    .filter(({ path }) => /\.(?:wants|requires|upholds)$/.test(path))
    .some(({ path }) => tree.exists(`${path}/${unit}`));
  return links || presetOf(tree, unit) === "enable";
}

/** Returns what the first line that fits a unit says; what none fits is enabled, but rarely meant. */
function presetOf(tree: LintTree, unit: string): string | undefined {
  const byName = new Map<string, string>();
  for (const directory of ["/usr/lib/systemd/system-preset", "/etc/systemd/system-preset"])
    for (const { path } of dropIns(tree, directory, ".preset"))
      byName.set(path.slice(path.lastIndexOf("/") + 1), path);
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, path]) => (tree.text(path) ?? "").split("\n"))
    .map((line) => /^\s*(enable|disable|ignore)\s+(\S+)/.exec(line))
    .find((found) => found !== null && matchesGlob(found[2] ?? "", unit))?.[1];
}
