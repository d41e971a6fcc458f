import type { NodeTiming } from "../compose/node-timing.ts";
import type { ComposeChanges } from "../diff/compose-changes.ts";
import type { ComparedLayer } from "../diff/diff-layers.ts";
import type { InstalledPackage } from "../dpkg/installed-package.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import type { LintOutcome } from "../lint/lint-report.ts";
import type { ImageRecord } from "../oci/image-record.ts";

/** A layer of the image, with what it holds. */
export type ReportedLayer = ComparedLayer & Pick<ImageRecord["layers"][number], "uncompressedSize">;

/** All that the report of a compose shows. */
export interface ReportData {
  readonly compose: {
    readonly composeId: string;
    /** Name of the treefile, without its ending. */
    readonly treefile: string;
    readonly ref: string;
    readonly treeVersion: string;
    readonly architecture: string;
    readonly suite: string;
    /** Of the commit and the image, in seconds since 1970. */
    readonly timestamp: number;
    /** Absent for a tree that cannot boot. */
    readonly kernel?: string | undefined;
    readonly commit: { readonly checksum: string; readonly bootable: boolean };
    readonly image: Pick<ImageRecord, "manifestDigest" | "size" | "compression" | "tag">;
    readonly root: { readonly bytes: number; readonly files: number };
  };
  /** Directory of the OCI layout and of the repository, relative to the report. */
  readonly places: { readonly layout: string; readonly repo: string };
  readonly packages: readonly InstalledPackage[];
  /** Names of those that were built of the treefile's source packages. */
  readonly builtHere: readonly string[];
  /** Lowest first. */
  readonly layers: readonly ReportedLayer[];
  /** Of the steps so far, in their order. */
  readonly timings: readonly NodeTiming[];
  /** Since the compose before; absent for the first of its kind. */
  readonly changes?: ComposeChanges | undefined;
  /** Absent when the image was not judged. */
  readonly lint?: LintOutcome | undefined;
  readonly warnings: readonly Diagnostic[];
}
