import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";

/** What decides the packages of a root file system: a treefile's part of it, or a chroot's. */
export type AskedPackages = Pick<
  ResolvedTreefile,
  | "suite"
  | "architecture"
  | "components"
  | "mirror"
  | "snapshot"
  | "sources"
  | "packages"
  | "sourcePackages"
  | "excludePackages"
  | "nameOrigins"
  | "pins"
  | "recommends"
  | "disk"
>;
