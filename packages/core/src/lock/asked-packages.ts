import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";

/** Describes what decides the packages of a root file system: the relevant keys of a treefile or of a chroot. */
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
> &
  // A chroot is judged by the build that happens in it.
  Partial<Pick<ResolvedTreefile, "closureCheck">>;
