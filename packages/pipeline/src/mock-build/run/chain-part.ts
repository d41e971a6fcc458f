import type { IndexMemory } from "../../gather/index-memory.ts";
import type { LocalDeb } from "../../gather/local-packages.ts";
import type { LocalRepository } from "./local-repository.ts";
import type { MockBuildRecords } from "./mock-build-records.ts";

/** Holds what a chain gives to the build of one of its packages. */
export interface ChainPart {
  readonly source: MockBuildRecords["source"];
  readonly base: MockBuildRecords["base"];
  /** The indexes that the chain has read. */
  readonly indexMemory: IndexMemory;
  /** What was built of the packages that it needs, and what the chain was given; undefined when there is neither. */
  readonly local: LocalRepository | undefined;
  /** The packages that the chain was given. */
  readonly extra: readonly LocalDeb[];
}
