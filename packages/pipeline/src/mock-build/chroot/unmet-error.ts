import { DebootcError } from "@debootc/core/error/debootc-error";
import type { PackageUniverse } from "@debootc/core/lock/package-universe";
import type { BuildTarget } from "@debootc/core/mock-build/build-target";
import { type UnmetNeed, unmetNeeds, vitalConflicts } from "@debootc/core/mock-build/unmet-needs";
import { relationLine } from "@debootc/core/source-package/relation-line";
import type { SourcePackage } from "@debootc/core/source-package/source-package";

/** Describes where relations are written, so that messages can name the line. */
export interface WrittenRelations {
  readonly relations: SourcePackage["relations"];
  /** Returns the text of debian/control; undefined if it cannot be read without building. */
  readonly control: () => Promise<string | undefined>;
}

interface Solving {
  /** Such as `the build dependencies of jq 1.7.1-1`. */
  readonly what: string;
  readonly written: WrittenRelations | undefined;
  readonly target: Pick<BuildTarget, "hostArchitecture" | "profiles">;
  readonly universe: PackageUniverse;
  readonly suite: string;
  readonly architecture: string;
  /** What to do where nothing conflicts. */
  readonly hint: string;
}

/** Returns the error for relations that apt cannot meet: first the names and lines at fault, else what apt says. */
export async function unmetError(solving: Solving, said: string): Promise<DebootcError> {
  const { what, written, target, universe, suite, architecture, hint } = solving;
  const surroundings = {
    universe,
    scope: { architecture: target.hostArchitecture, profiles: target.profiles },
    suite,
  };
  const conflicts = written === undefined ? [] : vitalConflicts(written.relations, surroundings);
  const needs = written === undefined ? [] : unmetNeeds(written.relations, surroundings);
  const faults = await inWords([...conflicts, ...needs], written);
  const goal = `cannot install ${what} from ${suite} for ${architecture}`;
  return new DebootcError(
    "dependency-unmet",
    faults.length === 0 ? `${goal}:\n  apt says: ${said}` : [...faults, goal].join("\n"),
    {
      hint:
        conflicts.length > 0
          ? "No builder of Debian could build it: remove the conflict, or give it a version."
          : hint,
    },
  );
}

async function inWords(
  faults: readonly UnmetNeed[],
  written: WrittenRelations | undefined,
): Promise<string[]> {
  const control = faults.length === 0 ? undefined : await written?.control();
  return faults.map(({ name, field, relation, why }) => {
    const line = control === undefined ? undefined : relationLine(control, field, name);
    return `${relation} (${line === undefined ? field : `debian/control:${line}`}): ${why}`;
  });
}
