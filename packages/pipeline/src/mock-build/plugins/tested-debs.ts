import type { ArtefactFact } from "../plugin/api.ts";

/** Returns the file names of the packages to test: those with debugging symbols do nothing. */
export function testedDebs(artefacts: readonly ArtefactFact[]): readonly string[] {
  return artefacts
    .map(({ name }) => name)
    .filter((name) => name.endsWith(".deb") && !name.includes("-dbgsym_"));
}
