import type { Figure } from "./bench.ts";

export interface Regression {
  readonly name: string;
  readonly before: number;
  readonly now: number;
}

/** Differences below a tenth are no finding, whatever the spread. */
const tolerance = 0.1;

/**
 * Figures that grew by more than a tenth and by more than three deviations of either run: less is what the machine
 * does by itself. Every figure is better when it is smaller.
 */
export function regressions(before: readonly Figure[], now: readonly Figure[]): Regression[] {
  const known = new Map(before.map((figure) => [figure.name, figure]));
  return now.flatMap(({ name, value, spread = 0 }) => {
    const old = known.get(name);
    if (old === undefined) return [];
    const noise = 3 * Math.max(spread, old.spread ?? 0);
    const isWorse = value - old.value > Math.max(tolerance * old.value, noise);
    return isWorse ? [{ name, before: old.value, now: value }] : [];
  });
}
