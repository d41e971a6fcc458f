import type * as z from "zod";
import type { PluginFile, PluginStep } from "./plugin-files.ts";
import type { Release } from "../compose/release.ts";
import type { NamedPlace } from "../request/fields/named-place.ts";
import type { LoadedTreefile } from "../treefile/load-treefile.ts";
import type { TreefileOverlay } from "../treefile/overlay.ts";

/** Holds a compose file with everything inherited, merged and loaded. */
export interface ResolvedComposeFile {
  readonly release: Release;
  /** In the order of the file. */
  readonly variants: readonly ResolvedVariant[];
  /** How many seconds steps may take that the file gives a time; by their names. */
  readonly timeouts: Readonly<Record<string, number>>;
  /** How often steps are tried again for which the file says so; by their names. */
  readonly retries: Readonly<Record<string, number>>;
  readonly plugins: readonly PluginFile[];
  /** Steps of plugins that the file names elsewhere. */
  readonly pluginSteps: readonly PluginStep[];
}

/** Holds options of `compose` that a file gives for a leg. */
export interface LegAsks {
  readonly imageCompression?: "zstd" | "gzip";
  readonly sbomFiles?: boolean;
  readonly previousImage?: NamedPlace;
}

/** Is a step that a leg does not have, and why, such as `left out by phases.skip`. */
export interface LeftOutStep {
  readonly step: string;
  readonly reason: string;
}

/** Describes one variant of a compose, which has at least one leg. */
export interface ResolvedVariant {
  readonly id: string;
  /** For people to read. */
  readonly name: string;
  /** One for each architecture, in the order of `arches`. */
  readonly legs: readonly ResolvedLeg[];
}

/** Describes one variant on one architecture. */
export interface ResolvedLeg {
  readonly variant: string;
  /** Debian's name of it. */
  readonly architecture: string;
  /** Absolute path. */
  readonly treefile: string;
  /** Inline treefiles that win over the treefile, the last one over all. */
  readonly overlays: readonly TreefileOverlay[];
  /** The treefile with its overlays, loaded for this architecture. */
  readonly loaded: LoadedTreefile;
  /** The user's own fields. They shape no bytes. */
  readonly metadata: Readonly<Record<string, z.core.util.JSONType>>;
  /** Labels of a GitHub runner. */
  readonly runsOn: readonly string[];
  /** Whether the compose fails with it. */
  readonly required: boolean;
  /** What the file asks for as the command line can, which wins. */
  readonly asks: LegAsks;
  /** A step may be among them several times; the first one counts. */
  readonly leftOut: readonly LeftOutStep[];
}
