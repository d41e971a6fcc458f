import { parseUnitFile, type UnitFile, wordsOfUnit } from "../../unit/unit-file.ts";
import { dropIns } from "../parse/drop-ins.ts";
import type { LintTree } from "../subject/lint-tree.ts";
import { linkedUnits, presetEnables, unitDirectories } from "./enablement.ts";

/** Matches unit files whose programs run as a user, and the drop-ins of all units. */
export const unitFiles =
  /^\/(usr\/lib|etc)\/systemd\/system\/([^/]+\.(service|socket|mount|swap)|[^/]+\.d\/[^/]+\.conf)$/;

export interface SystemUnit {
  readonly name: string;
  readonly path: string;
  /** With the drop-ins that carry its name or that of its template. */
  readonly file: UnitFile;
  /**
   * A link in a directory of dependencies starts it, of the image or made by a preset, or something that is started so starts
   * it in turn: a socket, timer or path.
   */
  readonly started: boolean;
}

/** Lists the units of the system manager with a file of their own; masks and aliases have none. */
export function systemUnits(tree: LintTree): readonly SystemUnit[] {
  const units = [...ownUnits(tree)];
  const enables = presetEnables(tree);
  const preset = units.filter(({ name, file }) => isInstallable(file) && enables(name));
  const names = [...linkedUnits(tree), ...preset.map(({ name }) => name)];
  const started = new Set(names.map(stemOf));
  return units.map((unit) => ({ ...unit, started: started.has(stemOf(unit.name)) }));
}

function* ownUnits(tree: LintTree): Generator<Omit<SystemUnit, "started">> {
  const seen = new Set<string>();
  for (const directory of unitDirectories) {
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
      yield { name, path, file: parseUnitFile(texts.join("\n")) };
    }
  }
}

/** A preset enables nothing that does not say what would start it. */
function isInstallable(file: UnitFile): boolean {
  return ["WantedBy", "RequiredBy", "UpheldBy"].some((key) => wordsOfUnit(file, "Install", key).length > 0);
}

/** A link to a file outside the directories of units is that unit's file. */
function isAlias(target: string): boolean {
  return (
    target === "/dev/null" || !target.includes("/") || unitDirectories.some((each) => target.startsWith(each))
  );
}

/** Returns the texts of a unit's drop-ins in their order; one in /etc replaces that of the same name. */
function dropInTexts(tree: LintTree, name: string): string[] {
  const byName = new Map<string, string>();
  for (const directory of unitDirectories.toReversed()) {
    for (const { path } of dropIns(tree, `${directory}/${name}.d`, ".conf"))
      byName.set(path.slice(path.lastIndexOf("/") + 1), path);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => tree.text(path) ?? "");
}

/** Returns a name without its instance and its type. */
function stemOf(unit: string): string {
  return unit.replace(/(?:@.*)?\.[a-z]+$/, (ending) => (ending.startsWith("@") ? "@" : ""));
}
