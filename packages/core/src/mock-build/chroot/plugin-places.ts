import { posix } from "node:path";
import type { Diagnostic } from "../../error/diagnostic.ts";
import { problemList } from "../../document/problem-list.ts";
import type { Fault } from "../../document/document-file.ts";
import { type ChrootValue, type MergedChrootValues, winningValues } from "./chroot-values.ts";

/** Directories of the files that name a plugin, the strongest first. */
export function pluginPlaces(given: readonly ChrootValue[], plugin: string): readonly string[] {
  const directories = given.flatMap(({ slot, from }) =>
    slot[0] === "plugins" && slot[1] === plugin && from.kind === "file"
      ? [posix.dirname(from.file.path)]
      : [],
  );
  return [...new Set(directories.toReversed())];
}

/** Plugins that are switched off though nothing switches them on: the name may be misspelt. */
export function pluginsOffInVain(merged: MergedChrootValues): readonly string[] {
  return [...merged.values()].flatMap((values) => {
    const [key, name = "", option] = values[0]?.slot ?? [];
    const isSwitch = key === "plugins" && option === undefined;
    return isSwitch && values.every(({ value }) => value === false) ? [name] : [];
  });
}

/** Faults of a plugin's options, each at the place that gives the option, or else the plugin. */
export function pluginProblems(
  merged: MergedChrootValues,
  plugin: string,
  faults: readonly Fault[],
): readonly Diagnostic[] {
  const values = winningValues(merged, "plugins", plugin);
  const problems = problemList();
  for (const fault of faults) {
    const [option, ...rest] = fault.path;
    const given = values.find(({ slot }) => slot.length === 3 && slot[2] === option);
    const from = (given ?? values[0])?.from;
    if (from?.kind === "file") {
      const within = given === undefined ? fault.path : rest;
      problems.add(from.file, [{ ...fault, path: [...from.path, ...within] }]);
      continue;
    }
    const { message, given: shown, allowed, hint } = fault;
    problems.addDiagnostic({
      severity: "error",
      code: "chroot-invalid",
      key: [`plugins.${plugin}`, ...fault.path].join("."),
      message: from === undefined || from.kind === "default" ? message : `${from.name}: ${message}`,
      ...(shown === undefined ? {} : { given: shown }),
      ...(allowed === undefined ? {} : { allowed }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
  return problems.errors().map((diagnostic) => ({ ...diagnostic, code: "chroot-invalid" }));
}
