/** Lists what can be asked of the services: calls of their methods, and bytes that go up and down. */
export const faultPlaces = ["artifact", "cache", "upload", "download"] as const;
export type FaultPlace = (typeof faultPlaces)[number];

/**
 * Plans something that goes wrong. `down` closes the connection, `error` answers 503, `full` says that the quota is used
 * up, `damage` changes a byte of a download.
 */
export interface Fault {
  readonly at: FaultPlace;
  readonly kind: "down" | "error" | "full" | "damage";
  /** How often it happens; always when absent. */
  readonly times?: number;
}

/** Returns a function that says which fault is due at a place, and counts it. */
export function faultsOf(plan: readonly Fault[]): (at: FaultPlace) => Fault["kind"] | undefined {
  const left = plan.map(({ times = Number.POSITIVE_INFINITY }) => times);
  return (at) => {
    const index = plan.findIndex((fault, place) => fault.at === at && (left[place] ?? 0) > 0);
    if (index === -1) return undefined;
    left[index] = (left[index] ?? 0) - 1;
    return plan[index]?.kind;
  };
}
