import type * as z from "zod";
import { isEmptyMap, type MergedSetting } from "./merge-settings.ts";
import type { ResolvedLeg } from "./resolved-compose-file.ts";

/** Holds what a leg's settings come to, defaults in place. */
export type ResolvedSettings = Pick<ResolvedLeg, "metadata" | "runsOn" | "required">;

/** Lists what holds where no part of a compose file gives a key. */
export const defaultSettings = { "runs-on": ["ubuntu-latest"], required: true } as const;

/** Returns the values of merged settings in the form in which a leg has them. */
export function resolvedSettings(settings: readonly MergedSetting[]): ResolvedSettings {
  const valueOf = (key: string) => settings.find(({ slot }) => slot[0] === key)?.value;
  const labels = (valueOf("runs-on") ?? defaultSettings["runs-on"]) as string | readonly string[];
  return {
    metadata: metadataOf(settings),
    runsOn: typeof labels === "string" ? [labels] : [...labels],
    required: (valueOf("required") ?? defaultSettings.required) as boolean,
  };
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
