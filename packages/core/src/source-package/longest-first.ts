import type { ChainOrder } from "./order-chain.ts";

/**
 * The order in which several at once are soonest done with a chain: each package stands before those with less to do
 * from its begin to the end of the last that needs it (list scheduling by critical path). Of equal ones that which
 * `levels` has first. `seconds` is what packages took before; of one that is not there, as much is expected as of the
 * longest.
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
