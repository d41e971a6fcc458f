import type { DocumentFile } from "../document/document-file.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { closestWord } from "../text/closest-word.ts";
import { repeatedEntries } from "../treefile/layer/repeats.ts";
import type { VariantEntry } from "./checked-compose-file.ts";
import { listed } from "./listed.ts";

/** Holds a variant behind all that it inherits, in the order of merging. One that is inherited twice counts once, at its first place. */
export interface Lineage {
  readonly entries: readonly VariantEntry[];
  /** False when something that it inherits is unknown: then what seems to be missing may come from there. */
  readonly complete: boolean;
}

/** Returns the lineage of each variant by its id. Reports variants that do not exist or inherit from each other. */
export function lineages(
  file: DocumentFile,
  variants: readonly VariantEntry[],
  problems: Pick<ProblemList, "add">,
): ReadonlyMap<string, Lineage> {
  const byId = new Map(variants.map((entry) => [entry.id, entry]));
  const known = new Map<string, Lineage>();
  const follow = (entry: VariantEntry, heirs: readonly string[]): Lineage => {
    const before = known.get(entry.id);
    if (before !== undefined) return before;
    const chain = [...heirs, entry.id];
    const parents = listed(entry.input.inherits, [...entry.path, "inherits"]);
    const inherited = parents.map(({ text, path }): Lineage => {
      const fail = (message: string, hint: string): Lineage => {
        problems.add(file, [{ path, message, hint }]);
        return { entries: [], complete: false };
      };
      if (chain.includes(text)) {
        const cycle = [...chain.slice(chain.indexOf(text)), text].join(" -> ");
        return fail(`the variant inherits itself: ${cycle}`, "Remove one of these `inherits`.");
      }
      const parent = byId.get(text);
      if (parent !== undefined) return follow(parent, chain);
      const near = closestWord(text, byId.keys());
      const hint =
        near === undefined ? `There are ${[...byId.keys()].join(", ")}.` : `Did you mean \`${near}\`?`;
      return fail(`there is no variant \`${text}\``, hint);
    });
    const complete = !entry.faulty.has("inherits") && inherited.every((one) => one.complete);
    const entries = [...new Set([...inherited.flatMap((one) => one.entries), entry])];
    known.set(entry.id, { entries, complete });
    return { entries, complete };
  };
  for (const entry of variants) {
    follow(entry, []);
    const parents = listed(entry.input.inherits, [...entry.path, "inherits"]);
    const repeated = repeatedEntries(parents.map(({ text, path }) => ({ value: text, file, path })));
    problems.add(file, repeated, "warning");
  }
  return known;
}
