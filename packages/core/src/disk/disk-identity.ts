import { digestOfBytes } from "../record/digest.ts";

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

/** Returns a UUID of version 8 (RFC 9562, 5.8), whose bits come from a digest of the text. */
function uuidOf(text: string): string {
  const hex = digestOfBytes(text).slice("sha256:".length);
  const variant = ((Number.parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
