import type { NodeTiming } from "../compose/node-timing.ts";
import type { ComposeChanges } from "../diff/compose-changes.ts";
import type { ComparedLayer } from "../diff/diff-layers.ts";
import type { InstalledPackage } from "../dpkg/installed-package.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import type { LintOutcome } from "../lint/lint-report.ts";
import type { ImageRecord } from "../oci/image-record.ts";

/** Describes a layer of the image with its components. */
export type ReportedLayer = ComparedLayer & Pick<ImageRecord["layers"][number], "uncompressedSize">;

/** Holds everything that the report of a compose shows. */
export interface ReportData {
  readonly compose: {
    readonly composeId: string;
    /** Name of the treefile, without its ending. */
    readonly treefile: string;
    readonly ref: string;
    readonly treeVersion: string;
    readonly architecture: string;
    readonly suite: string;
    /** Time of the commit and the image, in seconds since 1970. */
    readonly timestamp: number;
    /** Absent for a tree that cannot boot. */
    readonly kernel?: string | undefined;
    readonly commit: { readonly checksum: string; readonly bootable: boolean };
    readonly image: Pick<ImageRecord, "manifestDigest" | "size" | "compression" | "tag">;
    readonly root: { readonly bytes: number; readonly files: number };
  };
  /** Where things are, relative to the report. */
  readonly places: {
    /** Directory of the leg, as a compose is named. */
    readonly compose: string;
    /** Directory of the OCI layout. */
    readonly layout: string;
    /** Directory of the repository. */
    readonly repo: string;
    /** The documents that say what the image consists of. */
    readonly sboms: readonly { readonly title: string; readonly path: string }[];
    /** Images of the disk; empty where the compose has none. */
    readonly disks: readonly { readonly format: string; readonly path: string }[];
    /** The list of checksums of the whole compose. */
    readonly checksums: string;
  };
  readonly packages: readonly InstalledPackage[];
  /** Names of the packages that were built from the treefile's source packages. */
  readonly builtHere: readonly string[];
  /** Lowest first. */
  readonly layers: readonly ReportedLayer[];
  /** Timings of the steps so far, in order. */
  readonly timings: readonly NodeTiming[];
  /** Since the previous compose; absent for the first of its kind. */
  readonly changes?: ComposeChanges | undefined;
  /** Absent if the image was not checked. */
  readonly lint?: LintOutcome | undefined;
  readonly warnings: readonly Diagnostic[];
}
