import { legText } from "../compose/leg-name.ts";
import type { Fault } from "../document/document-file.ts";
import { quoted } from "../text/quoted.ts";
import type { LoadedLeg } from "./load-legs.ts";

/** Finds refs that several legs have: hosts that follow one would get sometimes this and sometimes that. */
export function repeatedRefs(legs: readonly LoadedLeg[]): readonly Fault[] {
  const byRef = Map.groupBy(legs, ({ leg }) => leg.loaded.treefile.ref);
  return [...byRef].flatMap(([ref, [first, ...others]]): Fault[] => {
    const [second] = others;
    if (first === undefined || second === undefined) return [];
    const tasks = [first, ...others].map(({ leg }) => legText(leg));
    return [
      {
        path: second.planned.variant.path,
        atKey: true,
        message: `the ref ${quoted(ref)} is that of ${tasks.join(", ")}`,
        hint: "Give each its own, by a variable such as `${basearch}`, or by `build: {ref: ...}`: a host follows one ref.",
      },
    ];
  });
}
