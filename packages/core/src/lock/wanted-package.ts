import type { Origin } from "../document/origin.ts";

/** A package that has to be in the set, and who wants it: the treefile, or Debian itself for the essential set. */
export interface WantedPackage {
  readonly name: string;
  readonly because: "treefile" | "essential";
  /** Where the treefile wants it. */
  readonly origin?: Origin;
}

/** Why a package cannot be had, in a sentence, and where it is wanted. */
export interface UnmetWish {
  readonly message: string;
  readonly origin?: Origin;
}
