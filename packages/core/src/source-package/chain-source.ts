import type { ControlBinary } from "./control-binaries.ts";
import type { SourcePackage } from "./source-package.ts";

/** What decides the order of a source package. */
export interface ChainSource
  extends Pick<SourcePackage, "name" | "version" | "relations" | "binaries" | "packageList"> {
  /** Of its debian/control; absent where that is not at hand. */
  readonly control?: readonly ControlBinary[];
}
