import type { PlacedSource } from "@debootc/core/source-package/source-package";
import type { SourceFact } from "./api.ts";

/** A source package as hooks are told of it. */
export function sourceFact({ source, directory }: PlacedSource): SourceFact {
  const { name, version, dscName } = source;
  return { name, version, dscName, directory };
}
