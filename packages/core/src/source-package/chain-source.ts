import type { ControlBinary } from "./control-binaries.ts";
import type { SourcePackage } from "./source-package.ts";

/** Describes the part of a source package that decides its place in a chain. */
export interface ChainSource
  extends Pick<SourcePackage, "name" | "version" | "relations" | "binaries" | "packageList"> {
  /** From its debian/control; absent if that is not available. */
  readonly control?: readonly ControlBinary[];
}
