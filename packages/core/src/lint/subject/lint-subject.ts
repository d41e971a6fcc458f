import type { Digest } from "../../record/digest.ts";
import type { DpkgDatabase } from "./dpkg-database.ts";
import type { HardlinkFaults } from "./hardlink-faults.ts";
import type { PathThroughLink } from "./paths-through-links.ts";
import type { LintEntry } from "./lint-entry.ts";
import type { LintTree } from "./lint-tree.ts";

/** What only a container image has. */
export interface LintImage {
  readonly labels: Readonly<Record<string, string>>;
  /** Of the manifest. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Variables of the configuration, `NAME=value`. */
  readonly environment: readonly string[];
  /** Lowest first. */
  readonly layers: readonly { readonly digest: Digest; readonly diffId: Digest }[];
  readonly hardlinks: HardlinkFaults;
  readonly throughLinks: readonly PathThroughLink[];
  /** Files that rules look into and that a later layer replaced or removed: who has the image has them all the same. */
  readonly hidden: readonly { readonly entry: LintEntry; readonly layer: number }[];
}

/** A mode that a package's archive gives a file, where it has set-id bits. */
export interface PackagedMode {
  readonly package: string;
  /** Absolute, as in the package. */
  readonly path: string;
  readonly mode: number;
  /** Names, as in the package. */
  readonly user: string;
  readonly group: string;
}

/** A root file system, and where it is one the image it comes from, with all that rules may ask for. */
export interface LintSubject {
  readonly tree: LintTree;
  readonly dpkg: DpkgDatabase;
  readonly image?: LintImage | undefined;
  /** The host's path of a root that lies unpacked: nothing in the root may mention it. */
  readonly directory?: string | undefined;
  /** Paths of an unpacked root that would delete others, were they in a layer. */
  readonly deleting?: readonly string[];
  /** From the packages themselves, where they are at hand; what is known by heart is added. */
  readonly packagedModes: readonly PackagedMode[];
}
