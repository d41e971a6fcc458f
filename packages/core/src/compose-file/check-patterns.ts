import { type DocumentFile, elsewhere } from "../document/document-file.ts";
import type { Path } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import type { ReadFile } from "../document/read-file.ts";
import { matchesGlob } from "../text/matches-glob.ts";
import { quoted } from "../text/quoted.ts";
import type { ExpandedTreefile } from "../treefile/expanded-treefile.ts";
import type { CheckedComposeFile } from "./checked-compose-file.ts";
import { diagnosticAt } from "./diagnostic-at.ts";
import { type ListedText, listed } from "./listed.ts";
import type { LoadedLeg } from "./load-legs.ts";
import { fieldValues, judgedKeys, type PatternValue, treefileValues } from "./pattern-values.ts";

/** Describes what one entry of `patterns` judges. */
interface Rule {
  readonly globs: readonly ListedText[];
  /** For messages: `ref`, `field \`owner\``. */
  readonly noun: string;
  readonly valuesOf: (leg: LoadedLeg) => readonly PatternValue[];
  /** Says where a leg without a value lacks it; undefined where a leg may lack one, or its lack is reported elsewhere. */
  readonly lacking: (leg: LoadedLeg) => { readonly path: Path; readonly hint: string } | undefined;
}

interface Surroundings {
  /** False while some legs have errors: a pattern may match what these would have. */
  readonly isWhole: boolean;
  readonly read: ReadFile;
  readonly problems: ProblemList;
}

/** Judges the values of all legs by the user's own patterns, and the patterns by whether they match anything. */
export function checkPatterns(
  checked: CheckedComposeFile,
  legs: readonly LoadedLeg[],
  { isWhole, read, problems }: Surroundings,
): void {
  const { file } = checked;
  for (const rule of rulesOf(checked)) {
    const used = new Set<ListedText>();
    for (const leg of legs) {
      const values = rule.valuesOf(leg);
      for (const value of values) {
        for (const glob of rule.globs) if (matches(glob, value.text)) used.add(glob);
        const words = judge(value, rule, file);
        if (words !== undefined) problems.addDiagnostic(diagnosticAt(value.origin, words, read));
      }
      const lack = values.length === 0 ? rule.lacking(leg) : undefined;
      if (lack === undefined) continue;
      const message = `the ${rule.noun} is missing, for which \`patterns\` has a rule`;
      problems.add(file, [{ ...lack, message, allowed: wordsOf(rule.globs) }]);
    }
    if (!isWhole) continue;
    const unused = rule.globs.filter((glob) => !isNegated(glob) && !used.has(glob));
    problems.add(
      file,
      unused.map(({ text, path }) => ({
        path,
        message: `no ${rule.noun} of any variant matches ${quoted(text)}`,
        hint: "Correct the pattern, or remove it.",
      })),
    );
  }
}

function rulesOf({ patterns }: CheckedComposeFile): readonly Rule[] {
  if (patterns === undefined) return [];
  const { path, input } = patterns;
  const expanded = new Map<LoadedLeg, ExpandedTreefile>();
  const expandOnce = (leg: LoadedLeg): ExpandedTreefile => {
    const known = expanded.get(leg) ?? leg.leg.loaded.expand();
    expanded.set(leg, known);
    return known;
  };
  const ofTreefile = Object.entries(judgedKeys).flatMap(([name, key]): Rule[] => {
    const given = input[name as keyof typeof judgedKeys];
    if (given === undefined) return [];
    return [
      {
        globs: listed(given, [...path, name]),
        noun: key === "packages" ? "package" : `\`${key}\``,
        valuesOf: (leg) => treefileValues(expandOnce(leg), key),
        lacking: ({ planned }) =>
          name === "version"
            ? { path: planned.variant.path, hint: `Set \`${key}\` in the treefile, or in \`build\`.` }
            : undefined,
      },
    ];
  });
  const ofFields = Object.entries(input.metadata ?? {}).map(
    ([field, given]): Rule => ({
      globs: listed(given, [...path, "metadata", field]),
      noun: `field \`${field}\``,
      valuesOf: ({ planned }) => fieldValues(planned.settings, field),
      lacking: ({ planned }) =>
        planned.faulty.has("metadata")
          ? undefined
          : {
              path: [...planned.variant.path, "metadata", field],
              hint: `Write \`metadata: {${field}: ...}\` into the variant, or into one that it inherits.`,
            },
    }),
  );
  return [...ofTreefile, ...ofFields];
}

function judge({ text, origin, key }: PatternValue, { globs, noun }: Rule, file: DocumentFile) {
  const refusing = globs.find((glob) => isNegated(glob) && matches(glob, text));
  const wanted = globs.filter((glob) => !isNegated(glob));
  const at = ({ path }: ListedText) => elsewhere({ ...file, path: origin.file }, file, path);
  if (refusing !== undefined) {
    const message = `the ${noun} ${quoted(text)} is refused by the pattern ${quoted(refusing.text)}`;
    return { key, message, hint: `Change it, or the pattern in ${at(refusing)}.` };
  }
  const [first] = wanted;
  if (first === undefined || wanted.some((glob) => matches(glob, text))) return undefined;
  const message = `the ${noun} ${quoted(text)} matches none of the patterns`;
  return { key, message, allowed: wordsOf(globs), hint: `Change it, or the patterns in ${at(first)}.` };
}

function isNegated({ text }: ListedText): boolean {
  return text.startsWith("!");
}

function matches({ text: glob }: ListedText, text: string): boolean {
  return matchesGlob(glob.replace(/^!/, ""), text);
}

function wordsOf(globs: readonly ListedText[]): string {
  return globs.map(({ text }) => text).join(", ");
}
