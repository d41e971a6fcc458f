import type { ArtefactFact } from "../plugin/api.ts";

/** File names of the packages that can be tested: those with debugging symbols do nothing. */
export function testedDebs(artefacts: readonly ArtefactFact[]): readonly string[] {
  return artefacts
    .map(({ name }) => name)
    .filter((name) => name.endsWith(".deb") && !name.includes("-dbgsym_"));
}
