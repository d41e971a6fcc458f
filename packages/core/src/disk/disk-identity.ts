import { uuidOf } from "../record/uuid-of.ts";

/** Names a disk and its parts. The names are derived from the commit, so that equal commits make equal disks. */
export interface DiskIdentity {
  readonly disk: string;
  readonly espPartition: string;
  readonly rootPartition: string;
  readonly rootFilesystem: string;
  readonly directoryHash: string;
  /** Serial number of the FAT file system: eight hexadecimal digits. */
  readonly espVolume: string;
}

/** Derives the names of a disk from the checksum of its commit. */
export function diskIdentity(checksum: string): DiskIdentity {
  const uuid = (purpose: string) => uuidOf(`${purpose} ${checksum}`);
  return {
    disk: uuid("disk"),
    espPartition: uuid("esp partition"),
    rootPartition: uuid("root partition"),
    rootFilesystem: uuid("root filesystem"),
    directoryHash: uuid("directory hash"),
    espVolume: uuid("esp volume").slice(0, 8),
  };
}
