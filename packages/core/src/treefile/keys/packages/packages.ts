import * as z from "zod";
import { debianArchitectures } from "../../../debian/debian-architecture.ts";
import { packageNamesFaults, packageNamesPattern, words } from "../../../debian/package-name.ts";
import { type DocumentFile, inclusionsOf } from "../../../document/document-file.ts";
import type { Entry } from "../../../document/entry.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { pathText } from "../../../document/position-map.ts";
import { textSchema } from "../../../document/text-schema.ts";
import { type Layer, mergedValues, type Slot } from "../../layer/layer.ts";
import { contradictions, takingBack } from "../../layer/take-back.ts";
import { type MergedContext, type Place, treefileKey } from "../../layer/treefile-key.ts";

const wanted: Slot<string> = { path: ["packages"], rule: "once" };
const excluded: Slot<string> = { path: ["exclude-packages"], rule: "once" };

const self = (name: string) => [name];
const itself = (name: string) => name;
const exclusion = takingBack({ from: wanted, by: excluded, namesOf: self, nameOf: itself });

const originsSchema = z.record(z.string(), originSchema);

export const packages = treefileKey({
  name: "packages",
  schema: namesSchema("Packages to install."),
  slots: [wanted],
  fill: (items, place) => wordsOf(items, wanted, "packages", place),
  record: {
    packages: z.array(z.string()),
    /** For each treefile that this one builds on, the innermost first: what it asks for with all that it includes. */
    bases: z.array(z.array(z.string())),
    /** The place of each name of both lists, for messages: what apt is asked for has no places. */
    nameOrigins: z.strictObject({ packages: originsSchema, excludePackages: originsSchema }),
  },
  resolve: (layer) => ({
    packages: namesOf(layer, wanted),
    bases: basesOf(mergedValues(layer, wanted)),
    nameOrigins: {
      packages: originsOf(mergedValues(layer, wanted)),
      excludePackages: originsOf(mergedValues(layer, excluded)),
    },
  }),
  planned: {
    record: { bases: z.array(z.array(z.string())).default([]) },
    of: ({ bases }) => ({ bases }),
  },
});

/** Declares `packages-<architecture>`: each adds to `packages` on its architecture. */
export const architecturePackages = debianArchitectures.map((name) =>
  treefileKey({
    name: `packages-${name}`,
    schema: namesSchema(`Packages to install on ${name} only.`),
    fill: (items, place, architecture) =>
      name === architecture ? wordsOf(items, wanted, `packages-${name}`, place) : [],
  }),
);

export const excludePackages = treefileKey({
  name: "exclude-packages",
  schema: namesSchema(
    "Packages that must not be installed: what included treefiles want, and what another package recommends.",
  ),
  slots: [excluded],
  takesBack: [exclusion, takingBack({ from: excluded, by: wanted, namesOf: self, nameOf: itself })],
  fill: (items, place) => wordsOf(items, excluded, "exclude-packages", place),
  check: refuseBoth,
  record: { excludePackages: z.array(z.string()) },
  resolve: (layer) => ({ excludePackages: namesOf(layer, excluded) }),
});

function namesSchema(description: string) {
  const item = textSchema(packageNamesFaults, {
    description: "Name of a package; one item may hold several.",
    pattern: packageNamesPattern,
    examples: ["openssh-server"],
  });
  return z.array(item).meta({ description, examples: [["openssh-server"]] });
}

function wordsOf(items: readonly (string | undefined)[], slot: Slot<string>, key: string, place: Place) {
  return items.flatMap((item, index) => words(item ?? "").map((word) => place(slot, word, [key, index])));
}

function namesOf(layer: Layer, slot: Slot<string>): string[] {
  return mergedValues(layer, slot).map(({ value }) => value);
}

/**
 * Cuts the names where a treefile ends that the others build on: the first that is included, then what includes that, and
 * so on. What is included besides belongs to the next one outwards.
 */
function basesOf(entries: readonly Entry<string>[]): string[][] {
  const [first] = entries;
  if (first === undefined) return [];
  const outer = new Set(inclusionsOf(first.file).map(({ file }) => fileId(file)));
  const isBase = ({ file }: Entry<string>) =>
    file === first.file || file.includedBy === undefined || outer.has(fileId(file));
  return entries.flatMap((entry, index) => {
    const next = entries[index + 1];
    if (next === undefined || next.file === entry.file || !isBase(entry)) return [];
    return [
      entries
        .slice(0, index + 1)
        .map(({ value }) => value)
        .sort(),
    ];
  });
}

function fileId({ path, within }: DocumentFile): string {
  return `${path} ${pathText(within)}`;
}

function originsOf(entries: readonly Entry<string>[]): z.infer<typeof originsSchema> {
  return Object.fromEntries(entries.map((entry) => [entry.value, originOf(entry, entry.value)]));
}

function refuseBoth(layer: Layer, { problems }: MergedContext): void {
  const words = { given: "wanted", taken: "excluded" };
  for (const { in: file, ...fault } of contradictions(layer, exclusion, words)) problems.add(file, [fault]);
}
