import type { LogErrorKind } from "../../records/build-log-error.ts";

/**
 * Describes how one kind of error looks in a log. Groups of the patterns: `text` (by default the whole line), `file`,
 * `line`, `column`.
 */
export interface LogRule {
  readonly kind: LogErrorKind;
  /**
   * 4: a fault of the machine, which explains every other error; 3: a tool's own form of an error that ends it;
   * 2: usually the cause; 1: better than nothing. The first line with the greatest weight is the first error.
   */
  readonly weight: 1 | 2 | 3 | 4;
  readonly pattern: RegExp;
  /** What later lines add. */
  readonly follow?: {
    /** Number of lines to look at. */
    readonly within: number;
    /** Matches the place, if the line itself does not give it. */
    readonly place?: RegExp;
    /** The last match is the place, not the first one. */
    readonly lastPlace?: true;
    /** Matches the text that replaces the line's own; ends the search. */
    readonly text?: RegExp;
  };
  /** Matches the place in earlier lines, for tools that print the reason first; the nearest match counts. */
  readonly before?: RegExp;
}
