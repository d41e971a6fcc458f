import type { Diagnostic } from "../error/diagnostic.ts";
import type { Digest } from "../record/digest.ts";
import type { ComposeRecord } from "./compose-record.ts";
import type { ComposedLeg } from "./composed-leg.ts";
import type { NodeTiming } from "./node-timing.ts";

/** Is a leg of a compose, with what is true only of this run. */
export interface LegResult extends ComposedLeg {
  /** Bytes that came over the network. */
  readonly downloadBytes: number;
  /** What a host that runs the previous image downloads; absent for the first image. */
  readonly update?: { readonly layers: number; readonly bytes: number };
  /** Set where `debootc export disk` can make a disk of it. */
  readonly hasBootLoader?: true;
  /** How much the linter found; absent where it did not judge the image. */
  readonly found?: { readonly errors: number; readonly warnings: number };
  /** Present when nothing was made because every result was in the cache. */
  readonly unchanged?: {
    /** Digest of all inputs except the version. */
    readonly content: Digest;
    /** The newest earlier compose in the output directory, if it has the same content. */
    readonly since?: string;
  };
}

/** Says what a compose came to: its record, how long it took, and where people find the rest. */
export interface ComposeResult extends Omit<ComposeRecord, "legs"> {
  readonly legs: readonly LegResult[];
  /** In the order in which they began. */
  readonly nodes: readonly NodeTiming[];
  readonly warnings: readonly Diagnostic[];
  /** What did not run, of a compose that was not to be published: it has stopped and can be gone on with. */
  readonly leftOut?: readonly { readonly node: string; readonly reason: string }[];
  readonly files: {
    readonly log: string;
    /** `report.html`; absent when it could not be written. */
    readonly report?: string;
  };
}

/** Returns what of a result is recorded. */
export function recordOf({
  nodes: _nodes,
  warnings: _warnings,
  files: _files,
  leftOut: _leftOut,
  legs,
  ...record
}: ComposeResult): ComposeRecord {
  return {
    ...record,
    legs: legs.map(
      ({
        downloadBytes: _bytes,
        update: _update,
        hasBootLoader: _hasBootLoader,
        found: _found,
        unchanged: _unchanged,
        ...leg
      }) => leg,
    ),
  };
}
