import type { Fault } from "../document/document-file.ts";
import type { Path } from "../document/position-map.ts";
import { unknownKeyFault } from "../document/schema-faults.ts";
import { treefileKeyNames } from "../treefile/treefile-keys.ts";

/** Names a map of a compose file whose keys debootc knows. */
export type ComposeMap = "file" | "release" | "variant" | "override" | "patterns" | "phases";

/** Says why a map of a compose file cannot have a key that is none of `allowed`. */
export function composeKeyFault(map: ComposeMap, path: Path, allowed: readonly string[]): Fault {
  const key = String(path.at(-1));
  return unknownKeyFault(path, allowed, wordsElsewhere[map].get(key) ?? treefileHint(map, key));
}

function treefileHint(map: ComposeMap, key: string): string | undefined {
  if (!treefileKeyNames.includes(key)) return undefined;
  if (map === "variant" || map === "override") return `Write \`build: {${key}: ...}\`.`;
  return map === "file"
    ? `It is a key of treefiles: write it into one, or \`build: {${key}: ...}\` into a variant.`
    : undefined;
}

const inherits = "Write `inherits: NAME`.";
const arches = "Write `arches`.";
const ofVariant = "Write it into the variant itself; an override cannot change it.";

/** What to write instead of words that Pungi, other builders and other maps of the file use. */
const wordsElsewhere: Readonly<Record<ComposeMap, ReadonlyMap<string, string>>> = {
  file: new Map([
    ["release_name", "Write `release: {name: ...}`."],
    ["release_short", "Write `release: {short: ...}`."],
    ["release_version", "Write `release: {version: ...}`."],
    ["variants_file", "Write the variants themselves under `variants`."],
    ["arches", "Write `arches` into each variant, or into one that the others inherit."],
    ["tree_arches", "Write `arches` into each variant."],
    ["treefile", "Write it into each variant."],
    ["skip_phases", "Write `phases: {skip: ...}`."],
    ["metadata", "Write it into a variant that the others inherit."],
  ]),
  release: new Map([["id", "debootc makes the ID of a compose itself."]]),
  variant: new Map([
    ["arch", arches],
    ["architecture", arches],
    ["architectures", arches],
    ["includes", inherits],
    ["extends", inherits],
    ["base", inherits],
    ["parent", inherits],
    ["include", "Write `inherits` for another variant, `build: {include: ...}` for a treefile."],
    ["id", "The key of the map is the id."],
    ["uid", "The key of the map is the id."],
    ["failable", "Write `required: false`."],
    ["failable_deliverables", "Write `required: false`."],
    ["runner", "Write `runs-on`."],
    [
      "labels",
      "Write `runs-on` for labels of a runner, `build: {container: {labels: ...}}` for those of the image.",
    ],
  ]),
  override: new Map([
    ["arch", arches],
    ["architectures", arches],
    ["failable", "Write `required: false`."],
    ["treefile", ofVariant],
    ["name", ofVariant],
    ["inherits", ofVariant],
  ]),
  patterns: new Map([
    ["automatic-version-prefix", "Write `version`."],
    ["versions", "Write `version`."],
    ["refs", "Write `ref`."],
  ]),
  phases: new Map([
    ["skip_phases", "Write `skip`."],
    ["just_phases", "Use --phase on the command line."],
    ["conditions", "Write `only`."],
    ["when", "Write `only`."],
    ["if", "Write `only`."],
    ["timeout", "Write `timeouts: {STEP: 4h}`."],
    ["retry", "Write `retries: {STEP: 5}`."],
  ]),
};
