import type { DocumentFile } from "../document/document-file.ts";
import type { Path } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { matchesGlob } from "../text/matches-glob.ts";
import { quoted } from "../text/quoted.ts";
import type { CheckedComposeFile } from "./checked-compose-file.ts";
import { listed } from "./listed.ts";
import type { LoadedLeg } from "./load-legs.ts";
import type { MergedSetting } from "./merge-settings.ts";
import { overrideReaches } from "./override-reaches.ts";
import type { LeftOutStep } from "./resolved-compose-file.ts";

type Condition = NonNullable<NonNullable<CheckedComposeFile["phases"]>["input"]["only"]>[string];

/**
 * Returns each leg with the steps that `phases` leaves out of it. Reports conditions that no leg meets: while some legs have
 * errors, one of these may.
 */
export function withLeftOutSteps(
  { file, phases }: CheckedComposeFile,
  legs: readonly LoadedLeg[],
  { isWhole, problems }: { readonly isWhole: boolean; readonly problems: ProblemList },
): readonly LoadedLeg[] {
  if (phases === undefined) return legs;
  const skipped = listed(phases.input.skip, [...phases.path, "skip"]).map(({ text: step, path }) => ({
    ...{ step, path, reason: "left out by phases.skip" },
  }));
  const conditions = Object.entries(phases.input.only ?? {}).map(([step, condition]) => {
    const path = [...phases.path, "only", step];
    const holds = conditionOn(condition, { file, path, legs }, isWhole ? problems : undefined);
    return { holds, step, path, reason: `left out by phases.only.${step}` };
  });
  return legs.map((one) => {
    const reasons = [...skipped, ...conditions.filter(({ holds }) => !holds(one))];
    const found = [...Map.groupBy(reasons, ({ step }) => step).values()].flatMap(([first]) => first ?? []);
    const leftOut = found.map(({ step, reason }): LeftOutStep => ({ step, reason }));
    // For people who look at what the leg comes to.
    const told = found.map(
      ({ step, path, reason }): MergedSetting => ({
        ...{ slot: ["without", step], value: reason, file, path, overrides: [] },
      }),
    );
    return {
      planned: { ...one.planned, settings: [...one.planned.settings, ...told] },
      leg: { ...one.leg, leftOut: [...leftOut, ...one.leg.leftOut] },
    };
  });
}

interface Place {
  readonly file: DocumentFile;
  readonly path: Path;
  readonly legs: readonly LoadedLeg[];
}

const silent: Pick<ProblemList, "add"> = { add: () => {} };

/** Returns what tells whether a condition holds for a leg. */
function conditionOn(
  { variants = "*", arches, variables = {} }: Condition,
  { file, path, legs }: Place,
  problems: Pick<ProblemList, "add"> = silent,
): (leg: LoadedLeg) => boolean {
  const ids = [...new Set(legs.map(({ leg }) => leg.variant))];
  const reachable = ids.map((id) => ({
    id,
    arches: legs.flatMap(({ leg }) => (leg.variant === id ? [leg.architecture] : [])),
  }));
  const input = { variants, ...(arches === undefined ? {} : { arches }) };
  const reaches = overrideReaches(file, { path, input, faulty: new Set() }, reachable, problems);
  const reached = legs.filter(({ leg }) => reaches(leg.variant, leg.architecture));
  const wanted = Object.entries(variables).map(([name, globs]) => {
    const at = [...path, "variables", name];
    const valueIn = new Map(reached.map((one) => [one, variableOf(one, name)]));
    const values = [...new Set([...valueIn.values()].filter((value) => value !== undefined))];
    const patterns = listed(globs, at);
    if (reached.length > 0 && values.length === 0)
      problems.add(file, [
        {
          path: at,
          atKey: true,
          message: `no leg has a variable ${quoted(name)}`,
          hint: "Correct the name, or remove it.",
        },
      ]);
    else
      problems.add(
        file,
        patterns
          .filter(({ text }) => !values.some((value) => matchesGlob(text, value)))
          .map(({ text, path: place }) => ({
            path: place,
            message: `the variable \`${name}\` of no leg matches ${quoted(text)}`,
            allowed: values.join(", "),
            hint: "Correct it, or remove it.",
          })),
      );
    return (one: LoadedLeg) => {
      const value = valueIn.get(one);
      return value !== undefined && patterns.some(({ text }) => matchesGlob(text, value));
    };
  });
  return (one) => reached.includes(one) && wanted.every((holds) => holds(one));
}

function variableOf({ leg }: LoadedLeg, wanted: string): string | undefined {
  return leg.loaded.expand().variables.find(({ name }) => name === wanted)?.value;
}
