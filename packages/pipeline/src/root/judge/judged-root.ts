import type { Maker } from "./path-makers.ts";

/** Answers what all judgements of a root need to know about its paths. */
export interface Judged {
  /** Returns the name that a path had while the root was built: scripts and `remove-files` use it. */
  readonly placeOf: (path: string) => string;
  readonly makerOf: (path: string) => Maker;
}
