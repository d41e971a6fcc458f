import type * as z from "zod";
import { checkedValue } from "../document/checked-value.ts";
import type { DocumentFile } from "../document/document-file.ts";
import { offsetAt, type Path } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { typeFault } from "../document/type-fault.ts";
import { type CheckedMap, checkedMap, writtenMap } from "./checked-map.ts";
import { composeKeyFault } from "./compose-key-fault.ts";
import { composeFileSchema, patternsSchema } from "./schema/compose-file-schema.ts";
import { phaseFaults } from "./phase-faults.ts";
import { phasesSchema } from "./schema/phases-schema.ts";
import { releaseInputSchema } from "./schema/release-input.ts";
import { overrideSchema, variantIdFaults, variantSchema } from "./schema/variant-schema.ts";

/** Holds the checked keys of one variant. */
export interface VariantEntry extends CheckedMap<z.input<typeof variantSchema>> {
  readonly id: string;
}
export type OverrideEntry = CheckedMap<z.input<typeof overrideSchema>>;
export type PatternsEntry = CheckedMap<z.input<typeof patternsSchema>>;
export type PhasesEntry = CheckedMap<z.input<typeof phasesSchema>>;

/** Holds the valid parts of a compose file, before anything is inherited. */
export interface CheckedComposeFile {
  readonly file: DocumentFile;
  readonly release: Partial<z.input<typeof releaseInputSchema>>;
  /** In the order of the file. */
  readonly variants: readonly VariantEntry[];
  readonly overrides: readonly OverrideEntry[];
  readonly patterns: PatternsEntry | undefined;
  readonly phases: PhasesEntry | undefined;
  /** As they are written. */
  readonly plugins: readonly string[];
}

const keys = Object.keys(composeFileSchema.shape);
/** Far above any real compose, and few enough to load the treefiles of all. */
const mostVariants = 100;

/** Checks everything in a compose file that can be judged without inheritance and without reading a treefile. */
export function checkedComposeFile(
  file: DocumentFile,
  value: Readonly<Record<string, unknown>>,
  problems: ProblemList,
): CheckedComposeFile {
  const unknown = Object.keys(value).filter((key) => !keys.includes(key));
  problems.add(
    file,
    unknown.map((key) => composeKeyFault("file", [key], keys)),
  );
  const { release, variants, overrides, patterns, phases, plugins } = value;
  if (!Object.hasOwn(value, "release")) problems.add(file, [missing("release", releaseExample)]);
  if (!Object.hasOwn(value, "variants")) problems.add(file, [missing("variants", variantExample)]);
  const at = (key: string, part: unknown) => ({ file, path: [key], value: part });
  return {
    file,
    release:
      release === undefined
        ? {}
        : checkedMap(at("release", release), "release", releaseInputSchema, problems).input,
    variants: variants === undefined ? [] : checkedVariants(file, variants, problems),
    overrides: overrides === undefined ? [] : checkedOverrides(file, overrides, problems),
    patterns:
      patterns === undefined
        ? undefined
        : checkedMap(at("patterns", patterns), "patterns", patternsSchema, problems),
    phases: phases === undefined ? undefined : checkedPhases(file, phases, plugins !== undefined, problems),
    plugins: plugins === undefined ? [] : checkedPlugins(file, plugins, problems),
  };
}

function checkedPlugins(file: DocumentFile, value: unknown, problems: ProblemList): readonly string[] {
  const path = ["plugins"];
  const schema = composeFileSchema.shape.plugins;
  const { faults } = checkedValue(schema, file, path, value, new Map(), () => true);
  problems.add(file, faults);
  return faults.length === 0 ? (value as readonly string[]) : [];
}

function checkedPhases(
  file: DocumentFile,
  value: unknown,
  hasPlugins: boolean,
  problems: ProblemList,
): PhasesEntry {
  const entry = checkedMap({ file, path: ["phases"], value }, "phases", phasesSchema, problems);
  problems.add(file, phaseFaults(entry, hasPlugins));
  return entry;
}

const releaseExample = 'Write `release: {short: debian, name: Debian, version: "13"}`.';
const variantExample = "Write `variants: {minimal: {treefile: minimal.yaml, arches: [amd64]}}`.";

function missing(key: string, hint: string) {
  return { path: [key], message: "this key is missing", hint };
}

function checkedVariants(file: DocumentFile, value: unknown, problems: ProblemList): readonly VariantEntry[] {
  const path = ["variants"];
  const written = writtenMap({ file, path, value }, problems);
  const ids = Object.keys(written ?? {});
  if (written !== undefined && ids.length === 0) {
    problems.add(file, [{ path, message: "there is no variant", hint: variantExample }]);
  }
  if (ids.length > mostVariants) {
    const message = `the file has ${ids.length} variants`;
    problems.add(file, [{ path, message, allowed: `at most ${mostVariants}`, hint: "Split it." }]);
    return [];
  }
  return inOrderOfFile(file, path, ids).map((id) => {
    const at = [...path, id];
    problems.add(
      file,
      variantIdFaults(id).map((fault) => ({ ...fault, path: at, atKey: true })),
    );
    return {
      id,
      ...checkedMap({ file, path: at, value: written?.[id] }, "variant", variantSchema, problems),
    };
  });
}

/** JavaScript puts keys that are numbers before all others. */
function inOrderOfFile(file: DocumentFile, path: Path, ids: readonly string[]): readonly string[] {
  const offset = (id: string) => offsetAt(file.root, [...path, id], "key");
  return ids.toSorted((a, b) => offset(a) - offset(b));
}

function checkedOverrides(
  file: DocumentFile,
  value: unknown,
  problems: ProblemList,
): readonly OverrideEntry[] {
  const path = ["overrides"];
  if (!Array.isArray(value)) {
    const fault = typeFault({ expected: ["array"], input: value, spelled: undefined, isItem: false });
    problems.add(file, [{ path, ...fault }]);
    return [];
  }
  return value.map((item: unknown, index) => {
    const at = [...path, index];
    const entry = checkedMap({ file, path: at, value: item }, "override", overrideSchema, problems);
    const given = [...Object.keys(entry.input), ...entry.faulty];
    if (given.every((key) => key === "variants" || key === "arches")) {
      const message = "the override changes nothing";
      const allowed = "build, ostree, output, metadata, runs-on, required";
      problems.add(file, [{ path: at, message, allowed, hint: "Add one of these keys, or remove it." }]);
    }
    return entry;
  });
}
