import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { diskIdentity } from "@debootc/core/disk/disk-identity";
import type { DiskRecord } from "@debootc/core/disk/disk-record";
import type { DiskRecords } from "./images-node.ts";

/** Returns the record of disk images, whose paths are relative to it. */
export function diskRecordOf(compose: LegOfCompose, { disk, images }: DiskRecords): DiskRecord {
  const { checksum } = compose.commit;
  return {
    composeId: compose.composeId,
    ref: compose.ref,
    checksum,
    architecture: compose.architecture,
    sizeMiB: disk.options.sizeMiB,
    filesystem: disk.options.filesystem,
    rootUuid: diskIdentity(checksum).rootFilesystem,
    bootLoader: disk.options.bootLoader,
    ...(disk.remote === undefined ? {} : { remote: disk.remote }),
    ...(disk.follows === undefined ? {} : { follows: disk.follows }),
    images: images.map((image) => ({
      ...image,
      path: `${compose.composeId}.${compose.architecture}.${image.format}`,
    })),
  };
}
