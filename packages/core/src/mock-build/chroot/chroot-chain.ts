import { closestWord } from "../../text/closest-word.ts";
import type { ProblemList } from "../../document/problem-list.ts";
import type { ChrootFile } from "./chroot-file.ts";
import { baseFile, type ChrootFilePlace, type ChrootPlace } from "./chroot-places.ts";

/** A base and what it builds upon, the farthest first; not `complete` when one of them cannot be had. */
export function chrootChain(
  base: string,
  places: readonly ChrootPlace[],
  fileAt: (place: ChrootFilePlace) => ChrootFile | undefined,
  known: readonly string[],
  problems: ProblemList,
): { readonly bases: readonly string[]; readonly complete: boolean } {
  const chain = [base];
  for (;;) {
    const files = places.toReversed().map((place) => fileAt(baseFile(place, chain[0] ?? base)));
    const naming = files.find((file) => file?.input["based-on"] !== undefined);
    const next = naming?.input["based-on"];
    if (naming === undefined || next === undefined) return { bases: chain, complete: true };
    const report = (message: string, hint: string) =>
      problems.add(naming.file, [{ path: ["based-on"], message, hint }]);
    if (chain.includes(next)) {
      report(`chroots build upon each other: ${[next, ...chain].join(" upon ")}`, "Remove one of the keys.");
      return { bases: chain, complete: false };
    }
    if (!places.some((place) => fileAt(baseFile(place, next)) !== undefined)) {
      const near = closestWord(next, known);
      const hint = near === undefined ? `There are ${known.join(", ")}.` : `Did you mean \`${near}\`?`;
      report(`there is no chroot \`${next}\``, hint);
      return { bases: chain, complete: false };
    }
    chain.unshift(next);
  }
}
