import type { HubPackage } from "./hub-file.ts";

type Needing = Pick<HubPackage, "source" | "needs">;

/** Holds the order in which packages are built, and what prevents one. Numbers are positions in the list of packages. */
export interface PackageOrder {
  /** Whatever is needed comes first; else as the packages are listed. Members of cycles are in it, too. */
  readonly order: readonly number[];
  /** Packages that need each other in a ring: each needs the next one, the last one the first. */
  readonly cycles: readonly (readonly number[])[];
}

/** Orders packages by what they need. Needs that no package meets are left out. */
export function packageOrder(packages: readonly Needing[]): PackageOrder {
  const needs = neededPositions(packages);
  const needing: number[][] = packages.map(() => []);
  const unmet = needs.map(({ length }) => length);
  for (const [index, needed] of needs.entries()) for (const one of needed) needing[one]?.push(index);
  const order: number[] = [];
  const done = new Set<number>();
  const finish = (begun: readonly number[]) => {
    const ready = [...begun];
    for (const index of ready) done.add(index);
    // What becomes ready is appended while the list is walked.
    for (const index of ready) {
      order.push(index);
      for (const next of needing[index] ?? []) {
        const left = (unmet[next] ?? 0) - 1;
        unmet[next] = left;
        if (left > 0 || done.has(next)) continue;
        done.add(next);
        ready.push(next);
      }
    }
  };
  finish(packages.flatMap((_, index) => (unmet[index] === 0 ? [index] : [])));
  const cycles: (readonly number[])[] = [];
  for (const index of packages.keys()) {
    if (done.has(index)) continue;
    const cycle = cycleFrom(index, needs, done);
    cycles.push(cycle);
    finish(cycle);
  }
  return { order, cycles };
}

/** Returns for each package the positions of those that it needs; a source may be listed once for each architecture. */
function neededPositions(packages: readonly Needing[]): readonly (readonly number[])[] {
  const ofSource = Map.groupBy(packages.keys(), (index) => packages[index]?.source ?? "");
  return packages.map(({ needs }) => [...new Set(needs)].flatMap((source) => ofSource.get(source) ?? []));
}

/** Whatever is not done needs something that is not done: following that leads into a ring. */
function cycleFrom(
  start: number,
  needs: readonly (readonly number[])[],
  done: ReadonlySet<number>,
): readonly number[] {
  const path: number[] = [];
  const places = new Map<number, number>();
  for (let at = start; !places.has(at); ) {
    places.set(at, path.length);
    path.push(at);
    at = needs[at]?.find((one) => !done.has(one)) ?? at;
    const begin = places.get(at);
    if (begin !== undefined) return path.slice(begin);
  }
  return path;
}
