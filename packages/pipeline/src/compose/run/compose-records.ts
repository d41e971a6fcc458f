import type { CommitRecord } from "@debootc/core/compose/commit-record";
import type { RootRecord } from "@debootc/core/compose/root-record";
import type { LayersRecord } from "@debootc/core/layers/layers-record";
import type { LintOutcome } from "@debootc/core/lint/lint-report";
import type { LockSection } from "@debootc/core/lock/lock";
import type { ImageRecord } from "@debootc/core/oci/image-record";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import type { BuiltPackages } from "../../gather/built-packages.ts";
import type { Digest } from "@debootc/core/record/digest";
import { slot, type SlotsOf } from "../../engine/slot.ts";

/** Names the page that tells people about a compose. */
export interface ReportFile {
  readonly path: string;
}

/** Lists what the nodes of a compose of one treefile leave for each other. */
export interface ComposeRecords {
  /** Absent for a treefile that brings no source. */
  readonly "source-packages"?: BuiltPackages;
  readonly lock: { readonly section: LockSection; readonly digest: Digest; readonly file: string };
  readonly packages: { readonly downloadedBytes: number };
  readonly plan: ComposePlan;
  readonly root: { readonly record: RootRecord; readonly path: string; readonly listing: string };
  readonly commit: CommitRecord;
  readonly layers: { readonly record: LayersRecord; readonly directory: string };
  readonly image: ImageRecord;
  readonly metadata: { readonly paths: readonly string[] };
  /** Absent when it failed. */
  readonly lint?: LintOutcome;
  /** Absent when it failed. */
  readonly report?: ReportFile;
  readonly publish: { readonly ref: string };
}

/** Says where the nodes of one variant leave their records. */
export type ComposeSlots = SlotsOf<ComposeRecords>;

/**
 * Returns the slots of a compose. `variant` tells those of several variants in one graph apart: `server/amd64` has
 * `root@server/amd64`. What variants share gets one slot for all of them.
 */
export function composeSlots(variant?: string): ComposeSlots {
  const own = <Value>(name: string) => slot<Value>(variant === undefined ? name : `${name}@${variant}`);
  return {
    "source-packages": own("source-packages"),
    lock: own("lock"),
    packages: own("packages"),
    plan: own("plan"),
    root: own("root"),
    commit: own("commit"),
    layers: own("layers"),
    image: own("image"),
    lint: own("lint"),
    metadata: own("metadata"),
    report: own("report"),
    publish: own("publish"),
  };
}
