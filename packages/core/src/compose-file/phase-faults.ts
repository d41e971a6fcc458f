import type * as z from "zod";
import type { Fault } from "../document/document-file.ts";
import type { Path } from "../document/position-map.ts";
import {
  composePhases,
  composeSteps,
  isStepName,
  optionalLegSteps,
  optionalSteps,
} from "../phase/compose-steps.ts";
import { closestWord } from "../text/closest-word.ts";
import { quoted } from "../text/quoted.ts";
import type { CheckedMap } from "./checked-map.ts";
import { listed } from "./listed.ts";
import type { phasesSchema } from "./schema/phases-schema.ts";

type PhasesEntry = CheckedMap<z.input<typeof phasesSchema>>;

/** Is a word that names a step, with its place. */
export interface NamedStep {
  readonly step: string;
  readonly path: Path;
  readonly atKey: boolean;
}

interface Naming {
  readonly steps: readonly NamedStep[];
  readonly allowed: readonly string[];
}

/** Returns all steps that `phases` names. */
export function namedSteps({
  path,
  input,
}: PhasesEntry): Readonly<Record<"skip" | "only" | "timeouts" | "retries", Naming>> {
  const keysOf = (key: "only" | "timeouts" | "retries") =>
    Object.keys(input[key] ?? {}).map((step) => ({ step, path: [...path, key, step], atKey: true }));
  return {
    skip: {
      steps: listed(input.skip, [...path, "skip"]).map(({ text, path: at }) => ({
        step: text,
        path: at,
        atKey: false,
      })),
      allowed: optionalSteps,
    },
    only: { steps: keysOf("only"), allowed: optionalLegSteps },
    timeouts: { steps: keysOf("timeouts"), allowed: Object.keys(composeSteps) },
    retries: { steps: keysOf("retries"), allowed: Object.keys(composeSteps) },
  };
}

/** Says which names of `phases` are those of no step, or of one that cannot be left out. A plugin may bring any other. */
export function phaseFaults(entry: PhasesEntry, hasPlugins: boolean): readonly Fault[] {
  return Object.entries(namedSteps(entry)).flatMap(([key, { steps, allowed }]) =>
    steps.flatMap(({ step, path, atKey }): Fault[] => {
      if (allowed.includes(step)) return [];
      const isKnown = Object.hasOwn(composeSteps, step) || composePhases.some((phase) => phase === step);
      if (!isKnown && hasPlugins && isStepName(step)) return [];
      const near = closestWord(step, allowed);
      const isOfAnyStep = key === "timeouts" || key === "retries";
      const message = !isKnown
        ? `there is no step ${quoted(step)}`
        : isOfAnyStep
          ? `${quoted(step)} is a phase, not a step`
          : key === "only" && step === "overview"
            ? "`overview` is a step of the whole compose, not of a leg"
            : `the compose cannot do without ${quoted(step)}`;
      const hint =
        near === undefined
          ? isKnown && !isOfAnyStep
            ? `To do a part of a compose once, use --skip ${step}.`
            : "A step of a plugin is known if `plugins` names the plugin."
          : `Did you mean \`${near}\`?`;
      return [{ path, atKey, given: quoted(step), message, allowed: allowed.join(", "), hint }];
    }),
  );
}
