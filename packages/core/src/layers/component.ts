import { isGenerated } from "./generated-component.ts";

/** Describes files that change together: those of one source package, or those that one kind of trigger makes. */
export interface Component {
  /** Name of the source package, or `generated/<what>`. */
  readonly name: string;
  /** Size of its files' contents. */
  readonly bytes: number;
  /** Versions of its packages. */
  readonly versions: readonly string[];
  /** Days between uploads, the shortest among its packages; absent when unknown. */
  readonly updateInterval?: number;
}

/** A package with at most this many days between uploads counts as one that changes often. */
const oftenDays = 7;

/**
 * Checks whether a component will probably change sooner than most. A package that was once fixed in a stable release
 * (`+deb13u2`) is fixed again far more often than others: a tree of 310 source packages had 70 of these, and they
 * account for 14 of the 23 that security and point updates of trixie changed.
 */
export function changesOften({ name, versions, updateInterval }: Component): boolean {
  return (
    isGenerated(name) ||
    versions.some((version) => stableUpdate.test(version)) ||
    (updateInterval !== undefined && updateInterval <= oftenDays)
  );
}

const stableUpdate = /[+~]deb\d+u\d+/;

/** Says how much likelier such a component is to change in an update than others; a rounded measurement. */
export const oftenWeight = 4;
