import { posix } from "node:path";
import type { DocumentFile } from "../document/document-file.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { isUnreadable, type ReadFile } from "../document/read-file.ts";
import { besideFile } from "../document/relative-path.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { quoted } from "../text/quoted.ts";
import type { InspectFile } from "../treefile/layer/own-file.ts";
import { type LoadedTreefile, loadTreefile } from "../treefile/load-treefile.ts";
import { treefileNameFault } from "../treefile/treefile-name.ts";
import { isComposeFile } from "./is-compose-file.ts";
import type { MergedSetting } from "./merge-settings.ts";
import type { PlannedLeg } from "./planned-legs.ts";
import type { ResolvedLeg } from "./resolved-compose-file.ts";
import { resolvedSettings } from "./resolved-settings.ts";

/** Holds a leg with everything that led to it. */
export interface LoadedLeg {
  readonly planned: PlannedLeg;
  readonly leg: ResolvedLeg;
}

interface Surroundings {
  readonly file: DocumentFile;
  readonly read: ReadFile;
  readonly inspect: InspectFile | undefined;
  readonly problems: ProblemList;
}

/** Loads the treefile of each leg. Reports everything that is wrong in any of them, and leaves those legs out. */
export function loadLegs(legs: readonly PlannedLeg[], surroundings: Surroundings): readonly LoadedLeg[] {
  return legs.flatMap((planned) => {
    const { variant, architecture, settings, overlays } = planned;
    const setting = settings.find(({ slot }) => slot[0] === "treefile");
    const treefile = setting && treefileOf(setting, surroundings);
    if (treefile === undefined) return [];
    const loaded = loadOne(treefile, planned, surroundings);
    if (loaded === undefined) return [];
    const resolved = resolvedSettings(settings, surroundings.file.path);
    return [{ planned, leg: { variant: variant.id, architecture, treefile, overlays, loaded, ...resolved } }];
  });
}

/** Returns the path of a treefile that can be read, or reports where the compose file names it. */
function treefileOf(
  { value, path }: MergedSetting,
  { file, read, problems }: Surroundings,
): string | undefined {
  const target = besideFile(file.path, String(value));
  const content = read(target);
  const refuse = (message: string, hint: string, allowed?: string): undefined => {
    const more = allowed === undefined ? {} : { allowed };
    problems.add(file, [{ path, message, given: quoted(value), ...more, hint }]);
  };
  if (isUnreadable(content)) {
    return refuse(`the treefile ${content.why}`, content.hint ?? `It is looked for at ${target}.`);
  }
  if (isComposeFile(content)) {
    return refuse("this is a compose file, not a treefile", "Name the treefile of one of its variants.");
  }
  const fault = treefileNameFault(target);
  if (fault !== undefined) {
    return refuse(fault.message, "Rename the treefile, here and on disk.", fault.allowed);
  }
  return posix.normalize(target);
}

function loadOne(
  file: string,
  { architecture, overlays }: PlannedLeg,
  { read, inspect, problems }: Surroundings,
): LoadedTreefile | undefined {
  try {
    const options = { file, architecture, read, overlays, ...(inspect === undefined ? {} : { inspect }) };
    const loaded = loadTreefile(options);
    for (const diagnostic of loaded.warnings) problems.addDiagnostic(diagnostic);
    return loaded;
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "treefile-invalid") throw error;
    for (const diagnostic of error.diagnostics) problems.addDiagnostic(diagnostic);
    return undefined;
  }
}
