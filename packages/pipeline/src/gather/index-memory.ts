import { digestOf } from "@debootc/core/record/digest";
import type { AptRoot } from "@debootc/tools/apt/apt-root";
import type { IndexKind } from "@debootc/tools/apt/apt-sources";
import { join } from "node:path";
import type { ArchiveSource } from "./archive-sources.ts";
import type { VerifiedSuite } from "./verified-indexes.ts";

/** What decides which indexes there are, and how apt chooses from them. */
export interface AskedIndexes {
  readonly sources: readonly ArchiveSource[];
  /** Binary packages when absent. */
  readonly kind?: IndexKind;
  readonly architecture: string;
  /** Whose packages may stand beside those of `architecture`; none when absent. */
  readonly foreignArchitectures?: readonly string[];
  readonly recommends: boolean;
  /** Where indexes are kept between runs. */
  readonly indexCacheDirectory: string;
}

export interface ReadIndexes {
  readonly root: AptRoot;
  readonly suites: readonly VerifiedSuite[];
}

/**
 * The indexes that one run has read. Who asks for the same again gets them at once, and all of a run is chosen from one
 * state of the archives.
 */
export interface IndexMemory {
  /** What was read of exactly this before; else `read` reads it in the directory it is given. A failure is not kept. */
  readonly recall: (
    asked: AskedIndexes,
    read: (workDirectory: string) => Promise<ReadIndexes>,
  ) => Promise<ReadIndexes>;
  /** What was read of exactly this before; undefined when it was not or failed. */
  readonly known: (asked: AskedIndexes) => Promise<ReadIndexes | undefined>;
}

/** An empty one; what it keeps on disk stands in `directory`, which lives as long as the run. */
export function indexMemory(directory: string): IndexMemory {
  const readings = new Map<string, Promise<ReadIndexes>>();
  return {
    recall: async (asked, read) => {
      const key = keyOf(asked);
      const before = readings.get(key);
      if (before !== undefined) return before;
      const reading = read(join(directory, key.replace(":", "-")));
      readings.set(key, reading);
      // Whoever asks meanwhile gets the same failure; afterwards it is tried again.
      reading.catch(() => readings.delete(key));
      return reading;
    },
    known: async (asked) => readings.get(keyOf(asked))?.catch(() => undefined),
  };
}

function keyOf(asked: AskedIndexes) {
  const { sources, kind, architecture, foreignArchitectures = [], recommends, indexCacheDirectory } = asked;
  return digestOf({ sources, kind, architecture, foreignArchitectures, recommends, indexCacheDirectory });
}
