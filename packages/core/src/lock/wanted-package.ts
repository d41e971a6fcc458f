import type { Origin } from "../document/origin.ts";

/** Describes a package that must be in the set, and why: the treefile wants it, or it is in Debian's essential set. */
export interface WantedPackage {
  readonly name: string;
  readonly because: "treefile" | "essential";
  /** Where the treefile names it. */
  readonly origin?: Origin;
}

/** Explains in a sentence why a package cannot be installed, and says where it is wanted. */
export interface UnmetWish {
  readonly message: string;
  readonly origin?: Origin;
}
