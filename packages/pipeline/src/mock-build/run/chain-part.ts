import type { Digest } from "@debootc/core/record/digest";
import type { ArchiveSource } from "../../gather/archive-sources.ts";
import type { IndexMemory } from "../../gather/index-memory.ts";
import type { MockBuildRecords } from "./mock-build-records.ts";

/** Holds what a chain gives to the build of one of its packages. */
export interface ChainPart {
  readonly source: MockBuildRecords["source"];
  readonly base: MockBuildRecords["base"];
  /** The indexes that the chain has read. */
  readonly indexMemory: IndexMemory;
  /** What was built of the packages that it needs; undefined when it needs none. */
  readonly local: LocalRepository | undefined;
}

/** Offers packages that were just built as an archive. */
export interface LocalRepository {
  readonly source: ArchiveSource;
  /** Digests of the .debs: they decide what is chosen from it. */
  readonly digests: readonly Digest[];
  readonly packages: readonly { readonly name: string; readonly version: string }[];
}
