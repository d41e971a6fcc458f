import type { PlacedSource } from "@debootc/core/source-package/source-package";
import type { SourceFact } from "./api.ts";

/** Describes a source package for hooks. */
export function sourceFact({ source, directory }: PlacedSource): SourceFact {
  const { name, version, dscName } = source;
  return { name, version, dscName, directory };
}
