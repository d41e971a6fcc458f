import { debianArchitectures } from "../debian/debian-architecture.ts";
import type { DocumentFile } from "../document/document-file.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { repeatedEntries } from "../treefile/layer/repeats.ts";
import type { TreefileOverlay } from "../treefile/overlay.ts";
import type { CheckedComposeFile, OverrideEntry, VariantEntry } from "./checked-compose-file.ts";
import { type Lineage, lineages } from "./lineages.ts";
import { listed } from "./listed.ts";
import { type MergedSetting, mergeSettings } from "./merge-settings.ts";
import { overrideReaches } from "./override-reaches.ts";
import { settingsOf } from "./settings-of.ts";

/** Describes a variant on one architecture, with everything that the compose file says of it, before its treefile is read. */
export interface PlannedLeg {
  readonly variant: VariantEntry;
  readonly architecture: string;
  readonly settings: readonly MergedSetting[];
  readonly overlays: readonly TreefileOverlay[];
  /** Keys that are wrong in some of its parts, so that their absence says nothing. */
  readonly faulty: ReadonlySet<string>;
}

/** Far above any real compose, and few enough to load the treefile of each. */
const mostLegs = 500;

/** Returns the legs of all variants, in the order of the file. Reports keys that are missing even after inheritance. */
export function plannedLegs(checked: CheckedComposeFile, problems: ProblemList): readonly PlannedLeg[] {
  const { file, variants, overrides } = checked;
  const known = lineages(file, variants, problems);
  const reached = variants.map((variant) => {
    const lineage = known.get(variant.id) ?? { entries: [variant], complete: false };
    const settings = lineage.entries.flatMap((entry) => settingsOf(file, entry));
    const arches = architecturesOf(file, mergeSettings(settings), problems);
    reportMissing(file, lineage, settings, problems);
    return { variant, lineage, arches };
  });
  const reachable = reached.map(({ variant, arches }) => ({ id: variant.id, arches }));
  const applied = overrides.map((override) => ({
    override,
    reaches: overrideReaches(file, override, reachable, problems),
  }));
  const count = reached.reduce((sum, { arches }) => sum + arches.length, 0);
  if (count > mostLegs) {
    const message = `the variants have ${count} legs on all their architectures together`;
    const allowed = `at most ${mostLegs}`;
    problems.add(file, [{ path: ["variants"], message, allowed, hint: "Split the file." }]);
    return [];
  }
  return reached.flatMap(({ variant, lineage, arches }) =>
    // Without architectures, which is an error, its treefile is still read once, to report what is wrong there.
    (arches.length > 0 ? arches : debianArchitectures.slice(0, 1)).map((architecture) => {
      const laid = applied.filter(({ reaches }) => reaches(variant.id, architecture));
      const parts = [...lineage.entries, ...laid.map(({ override }) => override)];
      return { variant, architecture, ...mergedParts({ file, id: variant.id }, parts, lineage) };
    }),
  );
}

function mergedParts(
  { file, id }: { readonly file: DocumentFile; readonly id: string },
  parts: readonly (VariantEntry | OverrideEntry)[],
  { complete }: Lineage,
): Pick<PlannedLeg, "settings" | "overlays" | "faulty"> {
  const faulty = new Set(parts.flatMap((entry) => [...entry.faulty]));
  return {
    settings: mergeSettings(parts.flatMap((entry) => settingsOf(file, entry))),
    overlays: parts.flatMap((entry) => overlaysOf({ file, id }, entry)),
    // What cannot be inherited could have given any field.
    faulty: complete ? faulty : new Set([...faulty, "metadata"]),
  };
}

/** Returns the architectures of a variant, each once. */
function architecturesOf(
  file: DocumentFile,
  settings: readonly MergedSetting[],
  problems: ProblemList,
): readonly string[] {
  const setting = settings.find(({ slot }) => slot[0] === "arches");
  const arches = listed(setting?.value as readonly string[] | undefined, setting?.path ?? []);
  const repeated = repeatedEntries(arches.map(({ text, path }) => ({ value: text, file, path })));
  problems.add(file, repeated, "warning");
  return [...new Set(arches.map(({ text }) => text))];
}

const neededLike = { treefile: "minimal.yaml", arches: "[amd64]" };

function reportMissing(
  file: DocumentFile,
  { entries, complete }: Lineage,
  settings: readonly { readonly slot: readonly string[] }[],
  problems: ProblemList,
): void {
  const own = entries.at(-1);
  if (own === undefined || !complete) return;
  for (const [key, example] of Object.entries(neededLike)) {
    if (settings.some(({ slot }) => slot[0] === key) || entries.some(({ faulty }) => faulty.has(key)))
      continue;
    const where = entries.length === 1 ? "" : ", here and in all variants that it inherits";
    const hint = `Write \`${key}: ${example}\`.`;
    problems.add(file, [{ path: [...own.path, key], message: `this key is missing${where}`, hint }]);
  }
}

/** The ref of `ostree` wins over one of `build` in the same place. */
function overlaysOf(
  { file, id }: { readonly file: DocumentFile; readonly id: string },
  { input: { build, ostree }, path }: VariantEntry | OverrideEntry,
): readonly TreefileOverlay[] {
  const ref = ostree?.ref?.replaceAll("${variant}", id);
  return [
    ...(build === undefined ? [] : [{ file, path: [...path, "build"], value: build }]),
    ...(ref === undefined ? [] : [{ file, path: [...path, "ostree"], value: { ref } }]),
  ];
}
