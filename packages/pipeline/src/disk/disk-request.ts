import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import type { StoredRootPlan } from "@debootc/core/plan/root-plan";
import type { MakeDiskRequest } from "./make-disk.ts";

export interface WantedDisk {
  readonly compose: Pick<LegOfCompose, "architecture" | "ref"> & {
    readonly commit: Pick<LegOfCompose["commit"], "checksum" | "repo">;
    readonly image: Pick<LegOfCompose["image"], "layout" | "tag">;
  };
  readonly plan: Pick<ComposePlan, "follows"> & {
    readonly root: Pick<StoredRootPlan, "kernelArguments" | "ostreeRemote" | "timestamp">;
  };
  readonly options: NonNullable<ComposePlan["disk"]>;
  /** Path of the raw image to make; the kernel is put next to it. */
  readonly raw: string;
  /** See `makeDisk`. */
  readonly files?: MakeDiskRequest["files"];
  /** The remote to follow where the tree names none. */
  readonly remote?: string;
  /** Whether the disk follows ostree whatever the treefile says, as a trial of an ostree upgrade wants it. */
  readonly followsOstree?: boolean;
  /** Added to those of the treefile. */
  readonly kernelArguments?: readonly string[];
}

/** Returns what to ask for to get the disk of a compose; `directory` is an existing one to work in. */
export function diskRequest(wanted: WantedDisk, directory: string): MakeDiskRequest {
  const { compose, plan, options, raw, files = {}, kernelArguments = [] } = wanted;
  const remote = plan.root.ostreeRemote?.name ?? wanted.remote;
  return {
    repo: compose.commit.repo,
    ref: compose.ref,
    checksum: compose.commit.checksum,
    ...(remote === undefined ? {} : { remote }),
    ...(plan.follows === undefined || wanted.followsOstree === true
      ? {}
      : { image: { layout: compose.image.layout, tag: compose.image.tag, follows: plan.follows } }),
    architecture: compose.architecture,
    kernelArguments: [...plan.root.kernelArguments, ...kernelArguments],
    files,
    kernel: `${raw}.kernel`,
    bootTries: options.bootTries,
    sizeMiB: options.sizeMiB,
    timestamp: plan.root.timestamp,
    directory,
    disk: raw,
  };
}
