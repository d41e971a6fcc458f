import type { DocumentFile } from "../document/document-file.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { closestWord } from "../text/closest-word.ts";
import { matchesGlob } from "../text/matches-glob.ts";
import { quoted } from "../text/quoted.ts";
import type { OverrideEntry } from "./checked-compose-file.ts";
import { type ListedText, listed } from "./listed.ts";

/** Is an override, or anything else that holds for some variants on some architectures. */
type Reaching = Pick<OverrideEntry, "path" | "faulty"> & {
  readonly input: Pick<OverrideEntry["input"], "variants" | "arches">;
};

interface Reachable {
  readonly id: string;
  readonly arches: readonly string[];
}

/**
 * Returns what tells whether an override holds for a variant on an architecture. Reports each of its patterns that
 * matches nothing.
 */
export function overrideReaches(
  file: DocumentFile,
  { path, input, faulty }: Reaching,
  variants: readonly Reachable[],
  problems: Pick<ProblemList, "add">,
): (id: string, architecture: string) => boolean {
  const globs = listed(input.variants, [...path, "variants"]);
  const matched = variants.filter(({ id }) => matchesAny(globs, id));
  const ids = variants.map(({ id }) => id);
  const report = (what: string, unmatched: readonly ListedText[], names: readonly string[]) =>
    problems.add(
      file,
      unmatched.map(({ text, path: at }) => {
        const near = closestWord(text, names);
        const corrected = near === undefined ? "Correct it, or remove it." : `Did you mean \`${near}\`?`;
        const hint = text.startsWith("!")
          ? `\`!\` excludes in \`patterns\` alone: name each ${what} that is meant.`
          : corrected;
        return { path: at, message: `no ${what} matches ${quoted(text)}`, allowed: names.join(", "), hint };
      }),
    );
  report("variant", unmatchedOf(globs, ids), ids);
  const onlyOn = listed(input.arches, [...path, "arches"]);
  const arches = [...new Set(matched.flatMap((one) => one.arches))];
  // A variant whose architectures are wrong or missing may have any.
  const isKnown = matched.length > 0 && matched.every((one) => one.arches.length > 0);
  if (isKnown) report("architecture of these variants", unmatchedOf(onlyOn, arches), arches);
  const isEverywhere = input.arches === undefined && !faulty.has("arches");
  return (id, architecture) => matchesAny(globs, id) && (isEverywhere || matchesAny(onlyOn, architecture));
}

function matchesAny(globs: readonly ListedText[], text: string): boolean {
  return globs.some((glob) => matchesGlob(glob.text, text));
}

function unmatchedOf(globs: readonly ListedText[], texts: readonly string[]): readonly ListedText[] {
  return globs.filter((glob) => !texts.some((text) => matchesGlob(glob.text, text)));
}
