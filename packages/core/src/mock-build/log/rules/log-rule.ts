import type { LogErrorKind } from "../../records/build-log-error.ts";

/**
 * How one kind of error looks in a log. Groups of the patterns: `text` (else the whole line), `file`, `line`,
 * `column`.
 */
export interface LogRule {
  readonly kind: LogErrorKind;
  /**
   * 4: the machine's fault, which explains every other error; 3: a tool's own form for an error that ends it; 2: most
   * often the cause; 1: better than nothing. The first line of the greatest weight is the first error.
   */
  readonly weight: 1 | 2 | 3 | 4;
  readonly pattern: RegExp;
  /** What later lines add. */
  readonly follow?: {
    /** Lines that are looked at. */
    readonly within: number;
    /** Where it is, when the line itself does not say. */
    readonly place?: RegExp;
    /** The last match is the place, not the first. */
    readonly lastPlace?: true;
    /** What it is, in place of the line's own text; ends the search. */
    readonly text?: RegExp;
  };
  /** What lines before it tell of its place, in tools that print the reason first; the nearest one counts. */
  readonly before?: RegExp;
}
