import type { TaskKind } from "@debootc/core/task/task-kind";

/** Says that one task of a run needs another one, by their positions. */
export interface Need {
  readonly position: number;
  readonly needs: number;
}

/**
 * Returns for each of these tasks the positions of those whose results it takes: packages and legs take those of all packages
 * that they need, however far; what comes after them those of its own needs.
 */
export function neededPositions(
  tasks: readonly { readonly position: number; readonly kind: TaskKind }[],
  needs: readonly Need[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const direct = Map.groupBy(needs, ({ position }) => position);
  const directOf = (position: number) => (direct.get(position) ?? []).map((one) => one.needs);
  return new Map(
    tasks.map(({ position, kind }) => [
      position,
      kind === "package" || kind === "leg" ? reached(position, directOf) : new Set(directOf(position)),
    ]),
  );
}

function reached(from: number, directOf: (position: number) => readonly number[]): Set<number> {
  const found = new Set(directOf(from));
  // What is added is walked, too.
  for (const position of found) for (const next of directOf(position)) found.add(next);
  return found;
}
