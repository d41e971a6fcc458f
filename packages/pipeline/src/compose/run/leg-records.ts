import type { CommitRecord } from "@debootc/core/compose/commit-record";
import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { type LegName, legText } from "@debootc/core/compose/leg-name";
import type { ComposedPackage } from "@debootc/core/compose/packages-metadata";
import type { ComposedDisk } from "@debootc/core/disk/disk-images-record";
import type { RootRecord } from "@debootc/core/compose/root-record";
import type { LayersRecord } from "@debootc/core/layers/layers-record";
import type { LintOutcome } from "@debootc/core/lint/lint-report";
import type { LockSection } from "@debootc/core/lock/lock";
import type { ImageRecord } from "@debootc/core/oci/image-record";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import type { BuiltPackages } from "../../gather/built-packages.ts";
import type { Digest } from "@debootc/core/record/digest";
import type { SbomRecord } from "@debootc/core/sbom/sbom-record";
import { slot, type SlotsOf } from "../../engine/slot.ts";

/** Names a page that tells people about a compose. */
export interface ReportFile {
  readonly path: string;
}

/** Lists what the nodes of one leg leave for each other. */
export interface LegRecords {
  /** Absent for a treefile that brings no source. */
  readonly "source-packages"?: BuiltPackages;
  readonly lock: { readonly section: LockSection; readonly digest: Digest; readonly file: string };
  readonly packages: { readonly downloadedBytes: number };
  readonly plan: ComposePlan;
  readonly root: { readonly record: RootRecord; readonly path: string; readonly listing: string };
  readonly commit: CommitRecord;
  readonly layers: { readonly record: LayersRecord; readonly directory: string };
  readonly image: ImageRecord;
  readonly sbom: SbomRecord;
  /** Absent for a treefile that wants no disk, and when they failed. */
  readonly disks?: readonly ComposedDisk[];
  /** All that the metadata of the whole compose says about this leg. */
  readonly leg: { readonly composed: ComposedLeg; readonly packages: readonly ComposedPackage[] };
  /** Absent when it failed. */
  readonly lint?: LintOutcome;
  /** Absent when it failed. */
  readonly report?: ReportFile;
}

/** Says where the nodes of one leg leave their records. */
export type LegSlots = SlotsOf<LegRecords>;

/** Returns the slots of a leg. Those of several in one graph bear its name: `root@server/amd64`. */
export function legSlots(leg?: LegName): LegSlots {
  const own = <Value>(name: string) => slot<Value>(leg === undefined ? name : `${name}@${legText(leg)}`);
  return {
    "source-packages": own("source-packages"),
    lock: own("lock"),
    packages: own("packages"),
    plan: own("plan"),
    root: own("root"),
    commit: own("commit"),
    layers: own("layers"),
    image: own("image"),
    sbom: own("sbom"),
    disks: own("disks"),
    leg: own("leg"),
    lint: own("lint"),
    report: own("report"),
  };
}
