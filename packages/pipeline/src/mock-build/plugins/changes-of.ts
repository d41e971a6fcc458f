import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ArtefactFact } from "../plugin/api.ts";

/** Returns the name of a build's .changes. */
export function changesOf(artefacts: readonly ArtefactFact[]): string {
  const found = artefacts.find(({ name }) => name.endsWith(".changes"));
  if (found !== undefined) return found.name;
  throw new DebootcError("internal-fault", "a build that succeeded has no .changes");
}
