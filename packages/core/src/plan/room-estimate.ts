/** Holds what the room of a compose depends on, in bytes. */
export interface RoomFacts {
  /** All locked .debs together. */
  readonly debBytes: number;
  /** Those of them that are still to be fetched. */
  readonly missingBytes: number;
  /** How many images of the disk are wanted. */
  readonly diskImages: number;
}

/** Says how much a compose writes below one directory, in bytes. */
export interface RoomDemand {
  /** It cannot do with less. */
  readonly least: number;
  /** It may take as much if the cache has nothing of it, with what it removes again. */
  readonly most: number;
}

/**
 * Holds what a compose takes at most for each byte of its .debs. Measured at the peak of composes with an empty cache:
 * 11.8 in the cache and 6.0 in the output directory for tiny.yaml (24 MiB of .debs), 11.7 and 4.3 for minimal.yaml (97 MiB),
 * 15.1 and 4.5 for server.yaml (96 MiB), and 4.5 for an image of a disk, which is in both. In the cache are an installed
 * root for each level of includes, the finished root, the commit and the layers; in the output directory the commit, the
 * image and what steps write meanwhile. Installed-Size would say little more, and a lock does not have it.
 */
const factors = { cache: 16, output: 7, diskImage: 5 };

/** Returns how much a compose writes at least and at most into its cache and its output directory. */
export function roomEstimate(facts: RoomFacts): Readonly<Record<"cache" | "output", RoomDemand>> {
  const { debBytes, missingBytes, diskImages } = facts;
  const images = diskImages * factors.diskImage;
  return {
    cache: { least: missingBytes, most: missingBytes + debBytes * (factors.cache + images) },
    output: { least: 0, most: debBytes * (factors.output + images) },
  };
}
