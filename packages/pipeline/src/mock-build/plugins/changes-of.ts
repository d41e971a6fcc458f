import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ArtefactFact } from "../plugin/api.ts";

/** The name of the .changes of a build. */
export function changesOf(artefacts: readonly ArtefactFact[]): string {
  const found = artefacts.find(({ name }) => name.endsWith(".changes"));
  if (found !== undefined) return found.name;
  throw new DebootcError("internal-fault", "a build that succeeded has no .changes");
}
