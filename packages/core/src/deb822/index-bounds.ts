/**
 * Bounds what debootc reads of an archive, so that no archive can fill a disk, the memory or a day. In brackets the
 * largest that Debian's own archives had when they were measured (trixie, sid, their updates and security).
 */
export const indexBounds = {
  /** Bytes of a Release file with its signature (192,842, of sid). */
  releaseBytes: 10_000_000,
  /** Bytes of a `Packages` or `Sources` index, uncompressed (65 million, of sid). */
  indexBytes: 256_000_000,
  /** Entries of an index (76,809, of sid). */
  stanzas: 1_000_000,
  /** Characters of one entry (76,338, of librust-winapi-dev). */
  stanzaLength: 4_000_000,
  /** Versions of one package in an index (8, of linux-doc in security); apt compares each with all others. */
  versions: 10_000,
  /** Bytes of a .deb: the format, ar(5), has ten digits for the size of a member. */
  debBytes: 10_000_000_000,
} as const;
