import type { Digest } from "../../record/digest.ts";
import type { DpkgDatabase } from "./dpkg-database.ts";
import type { HardlinkFaults } from "./hardlink-faults.ts";
import type { PathThroughLink } from "./paths-through-links.ts";
import type { LintEntry } from "./lint-entry.ts";
import type { LintTree } from "./lint-tree.ts";

/** Holds what only a container image has. */
export interface LintImage {
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations of the manifest. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Environment variables of the configuration, as `NAME=value`. */
  readonly environment: readonly string[];
  /** Lowest first. */
  readonly layers: readonly { readonly digest: Digest; readonly diffId: Digest }[];
  readonly hardlinks: HardlinkFaults;
  readonly throughLinks: readonly PathThroughLink[];
  /** Files read by rules that a later layer replaced or removed; whoever has the image still has them. */
  readonly hidden: readonly { readonly entry: LintEntry; readonly layer: number }[];
}

/** Describes the mode that a package's archive gives to a file with set-id bits. */
export interface PackagedMode {
  readonly package: string;
  /** Absolute, as in the package. */
  readonly path: string;
  readonly mode: number;
  /** User and group are names, as in the package. */
  readonly user: string;
  readonly group: string;
}

/** Holds all that rules may need of a root file system, and of its image if it comes from one. */
export interface LintSubject {
  readonly tree: LintTree;
  readonly dpkg: DpkgDatabase;
  /** Relative paths in each initramfs, by its path; one that cannot be read is not among them. */
  readonly initramfs?: ReadonlyMap<string, ReadonlySet<string>>;
  readonly image?: LintImage | undefined;
  /** The host's path of an unpacked root; nothing in the root may mention it. */
  readonly directory?: string | undefined;
  /** Paths of an unpacked root whose names would delete others if they were in a layer. */
  readonly deleting?: readonly string[];
  /** Read from the packages, if they are available; the built-in table is added. */
  readonly packagedModes: readonly PackagedMode[];
  /** Names of the packages that they were read from: no other file of these has a set-id bit in its archive. */
  readonly packagesRead: ReadonlySet<string>;
}
