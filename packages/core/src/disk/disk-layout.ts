/** Places the parts of a disk, in MiB. The first and last MiB hold the partition table and its copy. */
export interface DiskLayout {
  readonly esp: { readonly startMiB: number; readonly sizeMiB: number };
  readonly root: { readonly startMiB: number; readonly sizeMiB: number };
}

// FAT32 begins at 33 MiB; more leaves room for a second boot loader.
const espMiB = 128;

/** Lays out a disk with an EFI system partition and a root partition on the rest. `sizeMiB` is at least 1024. */
export function diskLayout(sizeMiB: number): DiskLayout {
  const rootStart = 1 + espMiB;
  return {
    esp: { startMiB: 1, sizeMiB: espMiB },
    root: { startMiB: rootStart, sizeMiB: sizeMiB - rootStart - 1 },
  };
}

/** Maps Debian architectures to their root partition types in the Discoverable Partitions Specification. */
export const rootPartitionTypes: Readonly<Record<string, string>> = {
  amd64: "4f68bce3-e8cd-4db1-96e7-fbcaf984b709",
  arm64: "b921b045-1df0-41c3-af44-4c6f280d3fae",
};
