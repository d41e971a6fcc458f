import { originOf } from "../document/origin.ts";
import type { ProblemList } from "../document/problem-list.ts";
import type { Path } from "../document/position-map.ts";
import type { ExpandedValue } from "../treefile/expanded-treefile.ts";
import type { CheckedComposeFile } from "./checked-compose-file.ts";
import type { ExpandedComposeFile } from "./expanded-compose-file.ts";
import { lineages } from "./lineages.ts";
import type { LoadedLeg } from "./load-legs.ts";
import { isEmptyMap, type MergedSetting, type Setting } from "./merge-settings.ts";
import type { ResolvedComposeFile, ResolvedVariant } from "./resolved-compose-file.ts";
import { defaultSettings } from "./resolved-settings.ts";

/** Returns what the given legs come to, value by value, with where each of them comes from. */
export function expandComposeFile(
  { file, release, variants }: CheckedComposeFile,
  resolved: readonly ResolvedVariant[],
  legs: readonly LoadedLeg[],
): ExpandedComposeFile {
  const known = lineages(file, variants, silent);
  return {
    file: file.path,
    // Only a file without errors is expanded.
    release: release as ResolvedComposeFile["release"],
    variants: resolved.flatMap(({ id, name }) => {
      const own = legs.filter(({ leg }) => leg.variant === id);
      if (own.length === 0) return [];
      const entries = known.get(id)?.entries ?? [];
      return [
        {
          id,
          name,
          inherits: entries.slice(0, -1).map((entry) => entry.id),
          legs: own.map(({ planned, leg }) => ({
            architecture: leg.architecture,
            settings: expandedSettings(planned.settings),
            treefile: leg.loaded.expand(),
          })),
        },
      ];
    }),
  };
}

const silent: Pick<ProblemList, "add"> = { add: () => {} };

const keys = ["treefile", "ostree", "output", "runs-on", "required", "metadata", "without"];

/** The architectures are those of the legs, so they are not repeated in each. */
function expandedSettings(settings: readonly MergedSetting[]): ExpandedValue[] {
  const given = settings.filter(({ slot }) => slot[0] !== "arches").flatMap(valuesOf);
  const missing = Object.entries(defaultSettings).filter(
    ([key]) => !settings.some(({ slot }) => slot[0] === key),
  );
  const byDefault = missing.flatMap(([key, value]) =>
    leavesOf(value, [key]).map((leaf): ExpandedValue => ({ ...leaf, origin: { from: "default" } })),
  );
  const rank = ({ path }: ExpandedValue) => keys.indexOf(String(path[0]));
  return [...given, ...byDefault].toSorted((a, b) => rank(a) - rank(b));
}

function valuesOf({ slot, value, file, path, overrides }: MergedSetting): readonly ExpandedValue[] {
  return leavesOf(value, slot).map((leaf, index): ExpandedValue => {
    const at = [...path, ...leaf.path.slice(slot.length)];
    const origin = { from: "file" as const, ...originOf({ file, path: at }), includedBy: [] };
    // What a list takes the place of is said once, at its first item.
    const others = index === 0 ? overrides.map(overridden) : [];
    return { ...leaf, origin: others.length === 0 ? origin : { ...origin, overrides: others } };
  });
}

function overridden(setting: Setting) {
  return { ...originOf(setting), value: setting.value as ExpandedValue["value"] };
}

/** Lists are shown by their items; what is in a map has slots of its own. */
function leavesOf(value: unknown, path: Path): readonly Pick<ExpandedValue, "path" | "value">[] {
  const isTree = typeof value === "object" && value !== null && !isEmptyMap(value);
  const steps: (readonly [string | number, unknown])[] = !isTree
    ? []
    : Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value);
  return steps.length === 0
    ? [{ path: [...path], value: value as ExpandedValue["value"] }]
    : steps.flatMap(([step, member]) => leavesOf(member, [...path, step]));
}
