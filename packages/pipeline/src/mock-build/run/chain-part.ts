import type { Digest } from "@debootc/core/record/digest";
import type { ArchiveSource } from "../../gather/archive-sources.ts";
import type { IndexMemory } from "../../gather/index-memory.ts";
import type { MockBuildRecords } from "./mock-build-records.ts";

/** What a chain gives to the build of one of its packages. */
export interface ChainPart {
  readonly source: MockBuildRecords["source"];
  readonly base: MockBuildRecords["base"];
  /** What the chain has read of the archive. */
  readonly indexMemory: IndexMemory;
  /** What the packages before it have built; undefined when it needs none of them. */
  readonly local: LocalRepository | undefined;
}

/** Packages that were just built, as an archive. */
export interface LocalRepository {
  readonly source: ArchiveSource;
  /** Of the .debs: they decide what is chosen from it. */
  readonly digests: readonly Digest[];
  readonly packages: readonly { readonly name: string; readonly version: string }[];
}
