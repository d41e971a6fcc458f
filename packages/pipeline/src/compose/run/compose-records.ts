import type { CommitRecord } from "@debootc/core/compose/commit-record";
import type { RootRecord } from "@debootc/core/compose/root-record";
import type { LayersRecord } from "@debootc/core/layers/layers-record";
import type { LintOutcome } from "@debootc/core/lint/lint-report";
import type { LockSection } from "@debootc/core/lock/lock";
import type { ImageRecord } from "@debootc/core/oci/image-record";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import type { BuiltPackages } from "../../gather/built-packages.ts";
import type { Digest } from "@debootc/core/record/digest";

/** What the nodes of a compose of one treefile leave for each other, by node id. */
export interface ComposeRecords {
  /** Undefined for a treefile that brings no source. */
  readonly "source-packages": BuiltPackages | undefined;
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
  readonly report?: { readonly path: string };
  readonly publish: { readonly ref: string };
}
