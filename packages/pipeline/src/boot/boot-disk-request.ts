import { join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import type { MakeBootDiskRequest } from "./make-boot-disk.ts";

interface BootDiskSetting {
  readonly compose: LegOfCompose;
  /** Those of the treefile. */
  readonly kernelArguments: readonly string[];
  /** Directory of the disk. */
  readonly scratch: string;
  /** Text of the probe; absent for a system that nobody checks. */
  readonly probe?: string;
}

/** A sparse file: only what the system writes takes space. */
const sizeMiB = 8192;

/** Returns what to ask for to get a disk with the commit of a compose. */
export function bootDiskRequest(setting: BootDiskSetting): MakeBootDiskRequest {
  const { compose, kernelArguments, scratch, probe } = setting;
  return {
    repo: compose.commit.repo,
    ref: compose.ref,
    checksum: compose.commit.checksum,
    kernelArguments: [...kernelArguments],
    directory: scratch,
    diskFile: join(scratch, "disk.raw"),
    sizeMiB,
    ...(probe === undefined ? {} : { probe }),
  };
}
