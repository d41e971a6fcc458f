import { digestOf } from "@debootc/core/record/digest";
import type { AptRoot } from "@debootc/tools/apt/apt-root";
import type { IndexKind } from "@debootc/tools/apt/apt-sources";
import { join } from "node:path";
import type { ArchiveSource } from "./archive-sources.ts";
import type { EarlierIndexes } from "./refuse-older.ts";
import type { VerifiedSuite } from "./verified-indexes.ts";

/** Determines which indexes there are and how apt chooses from them. */
export interface AskedIndexes {
  readonly sources: readonly ArchiveSource[];
  /** Binary packages if absent. */
  readonly kind?: IndexKind;
  readonly architecture: string;
  /** Architectures whose packages may be installed next to those of `architecture`; none if absent. */
  readonly foreignArchitectures?: readonly string[];
  readonly recommends: boolean;
  /** Where indexes are kept between runs. */
  readonly indexCacheDirectory: string;
}

export interface IndexRequest extends AskedIndexes {
  /** Receives apt's root; created and removed by the caller. */
  readonly workDirectory: string;
  /** Proxy variables. */
  readonly proxy: Readonly<Record<string, string>>;
  /** How long a server may be silent; 30 if absent. */
  readonly timeoutSeconds?: number;
  /** How often apt tries again; 3 if absent. */
  readonly retries?: number;
  /** Provides what the same run has read before and receives what it reads now; without it everything is read again. */
  readonly memory?: IndexMemory;
  /** Indexes that these must not be older than; none if absent. */
  readonly earlier?: EarlierIndexes | undefined;
}

export interface ReadIndexes {
  readonly root: AptRoot;
  readonly suites: readonly VerifiedSuite[];
}

/**
 * Remembers the indexes that one run has read. The same request is answered at once, and the whole run chooses from one
 * state of the archives.
 */
export interface IndexMemory {
  /** Returns an earlier reading for the same request, or calls `read` with its own directory. A failure is not kept. */
  readonly recall: (
    asked: AskedIndexes,
    read: (workDirectory: string) => Promise<ReadIndexes>,
  ) => Promise<ReadIndexes>;
  /** Returns an earlier reading for the same request; undefined if there was none or it failed. */
  readonly known: (asked: AskedIndexes) => Promise<ReadIndexes | undefined>;
}

/** Makes an empty memory; what it keeps on disk goes into `directory`, which lives as long as the run. */
export function indexMemory(directory: string): IndexMemory {
  const readings = new Map<string, Promise<ReadIndexes>>();
  return {
    recall: async (asked, read) => {
      const key = keyOf(asked);
      const before = readings.get(key);
      if (before !== undefined) return before;
      const reading = read(join(directory, key.replace(":", "-")));
      readings.set(key, reading);
      // A request made meanwhile gets the same failure; a later one tries again.
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
