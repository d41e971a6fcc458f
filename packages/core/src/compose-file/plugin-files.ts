import type { DocumentFile } from "../document/document-file.ts";
import type { Origin } from "../document/origin.ts";
import { originOf } from "../document/origin.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { isUnreadable, type ReadFile } from "../document/read-file.ts";
import { besideFile } from "../document/relative-path.ts";
import { composeSteps } from "../phase/compose-steps.ts";
import { quoted } from "../text/quoted.ts";
import type { CheckedComposeFile } from "./checked-compose-file.ts";
import { namedSteps } from "./phase-faults.ts";

/** Is a file whose code adds steps to a compose, and where it is named; absent for one of the command line. */
export interface PluginFile {
  /** Absolute path. */
  readonly file: string;
  readonly origin?: Origin;
}

/** Is a step of some plugin that `phases` names: which there are is known when the plugins have been loaded. */
export interface PluginStep {
  readonly step: string;
  readonly origin: Origin;
}

/** Returns the plugins that a compose file names. Reports those that cannot be read; none of them is run. */
export function pluginFiles(
  file: DocumentFile,
  plugins: readonly string[],
  { read, problems }: { readonly read: ReadFile; readonly problems: ProblemList },
): readonly PluginFile[] {
  const found = new Set<string>();
  return plugins.flatMap((name, index) => {
    const path = ["plugins", index];
    const target = besideFile(file.path, name);
    const content = read(target);
    const refuse = (message: string, hint: string): readonly [] => {
      problems.add(file, [{ path, message, given: quoted(name), hint }]);
      return [];
    };
    if (isUnreadable(content))
      return refuse(`the plugin ${content.why}`, content.hint ?? `It is looked for at ${target}.`);
    if (found.has(target)) return refuse("the plugin is named twice", "Remove one of them.");
    found.add(target);
    return [{ file: target, origin: originOf({ file, path }) }];
  });
}

/** Returns the steps that `phases` names and debootc does not have itself. */
export function pluginSteps({ file, phases }: CheckedComposeFile): readonly PluginStep[] {
  if (phases === undefined) return [];
  return Object.values(namedSteps(phases)).flatMap(({ steps }) =>
    steps
      .filter(({ step }) => !Object.hasOwn(composeSteps, step))
      .map(({ step, path }) => ({ step, origin: originOf({ file, path }) })),
  );
}
