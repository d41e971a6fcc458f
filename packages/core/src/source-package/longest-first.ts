import type { ChainOrder } from "./order-chain.ts";

/**
 * Returns the order in which several workers finish a chain soonest: each package comes before those with less work from
 * its start to the end of the last package that needs it (list scheduling by critical path). Equal ones keep the order of
 * `levels`. `seconds` says how long packages took before; an unknown package is expected to take as long as the longest.
 */
export function longestFirst(
  { levels, needs }: ChainOrder,
  seconds: ReadonlyMap<string, number>,
): readonly string[] {
  const order = levels.flat();
  const known = order.flatMap((name) => seconds.get(name) ?? []);
  const unknown = known.length === 0 ? 1 : Math.max(...known);
  const ways = new Map<string, number>();
  for (const name of order.toReversed()) {
    const after = order.filter((one) => needs.get(one)?.includes(name)).map((one) => ways.get(one) ?? 0);
    ways.set(name, (seconds.get(name) ?? unknown) + Math.max(0, ...after));
  }
  return order.toSorted((a, b) => (ways.get(b) ?? 0) - (ways.get(a) ?? 0));
}
