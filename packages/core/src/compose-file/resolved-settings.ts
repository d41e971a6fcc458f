import { posix } from "node:path";
import type * as z from "zod";
import { optionalLegSteps } from "../phase/compose-steps.ts";
import { type NamedPlace, namedPlaceSchema } from "../request/fields/named-place.ts";
import { isEmptyMap, type MergedSetting } from "./merge-settings.ts";
import type { LegAsks, ResolvedLeg } from "./resolved-compose-file.ts";

/** Holds what a leg's settings come to, defaults in place. */
export type ResolvedSettings = Pick<ResolvedLeg, "metadata" | "runsOn" | "required" | "asks" | "leftOut">;

/** Lists what holds where no part of a compose file gives a key. */
export const defaultSettings = { "runs-on": ["ubuntu-latest"], required: true } as const;

/** Returns the values of merged settings in the form in which a leg has them. `file` is the path of the compose file. */
export function resolvedSettings(settings: readonly MergedSetting[], file: string): ResolvedSettings {
  const valueOf = (...path: readonly string[]) =>
    settings.find(({ slot }) => path.every((step, index) => slot[index] === step))?.value;
  const compression = valueOf("output", "image-compression") as LegAsks["imageCompression"];
  const sbomFiles = valueOf("output", "sbom-files") as LegAsks["sbomFiles"];
  const previous = valueOf("output", "previous-image") as string | undefined;
  const labels = (valueOf("runs-on") ?? defaultSettings["runs-on"]) as string | readonly string[];
  return {
    metadata: metadataOf(settings),
    runsOn: typeof labels === "string" ? [labels] : [...labels],
    asks: {
      ...(compression === undefined ? {} : { imageCompression: compression }),
      ...(sbomFiles === undefined ? {} : { sbomFiles }),
      ...(previous === undefined ? {} : { previousImage: placeBeside(file, previous) }),
    },
    leftOut: optionalLegSteps.flatMap((step) =>
      valueOf("output", step) === false ? [{ step, reason: `left out by output.${step}` }] : [],
    ),
    required: (valueOf("required") ?? defaultSettings.required) as boolean,
  };
}

/** Reads what a request would be given, as from the directory of the compose file. */
function placeBeside(file: string, given: string): NamedPlace {
  const { path } = namedPlaceSchema.parse(given);
  return { given, path: posix.resolve(posix.dirname(file), path) };
}

type Nested = Map<string, Nested | MergedSetting>;

/** Nests the fields again, by maps, because a field may be called `constructor`. */
function metadataOf(settings: readonly MergedSetting[]): ResolvedLeg["metadata"] {
  const root: Nested = new Map();
  for (const setting of settings.filter(({ slot }) => slot[0] === "metadata" && slot.length > 1)) {
    let tree = root;
    for (const step of setting.slot.slice(1, -1)) {
      const there = tree.get(step);
      const next: Nested = there instanceof Map ? there : new Map();
      tree.set(step, next);
      tree = next;
    }
    tree.set(setting.slot.at(-1) ?? "", setting);
  }
  return objectOf(root);
}

function objectOf(tree: Nested): Record<string, z.core.util.JSONType> {
  return Object.fromEntries(
    [...tree].map(([key, one]) => [
      key,
      one instanceof Map ? objectOf(one) : isEmptyMap(one.value) ? {} : (one.value as z.core.util.JSONType),
    ]),
  );
}
