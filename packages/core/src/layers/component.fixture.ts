import * as fc from "fast-check";
import type { Component } from "./component.ts";
import type { LayerPlan } from "./layer-plan.ts";

export function component(name: string, bytes: number, change: Partial<Component> = {}): Component {
  return { name, bytes, versions: ["1-1"], ...change };
}

const kinds = fc.constantFrom("pkg", "pkg", "pkg", "pkg", "pkg", "pkg", "pkg", "generated/kind");

/** From nothing to 1 GiB, with as many small as large ones. */
const anySize = fc.oneof(
  { weight: 1, arbitrary: fc.nat({ max: 100 }) },
  { weight: 9, arbitrary: fc.double({ min: 6, max: 30, noNaN: true }).map((log) => Math.floor(2 ** log)) },
);

export const anyComponent: fc.Arbitrary<Component> = fc
  .record({
    kind: kinds,
    number: fc.nat({ max: 9999 }),
    bytes: anySize,
    versions: fc.constantFrom(["1-1"], ["1-1"], ["1-1+deb13u2"], []),
    updateInterval: fc.constantFrom(undefined, undefined, 3, 90),
  })
  .map(({ kind, number, updateInterval, ...rest }) => ({
    ...rest,
    name: `${kind}${number}`,
    ...(updateInterval === undefined ? {} : { updateInterval }),
  }));

/** The components of a root; each name occurs once. */
export function anyComponents(size: {
  readonly minLength?: number;
  readonly maxLength: number;
}): fc.Arbitrary<Component[]> {
  return fc.uniqueArray(anyComponent, { ...size, size: "max", selector: ({ name }) => name });
}

/** For each of these components, the ones among them that share its layer. */
export function matesOf(plan: LayerPlan, among: readonly Component[]): Map<string, string> {
  const names = new Set(among.map(({ name }) => name));
  return new Map(
    plan.flatMap((layer) => {
      const mates = layer.filter((name) => names.has(name));
      return mates.map((name) => [name, mates.toSorted().join(" ")] as const);
    }),
  );
}

/** Whether components that share a layer in one plan also share one in the other. */
export function staysTogether(fine: LayerPlan, coarse: LayerPlan, among: readonly Component[]): boolean {
  const [before, after] = [matesOf(fine, among), matesOf(coarse, among)];
  return [...before].every(([name, mates]) => {
    const now = new Set(after.get(name)?.split(" "));
    return mates.split(" ").every((mate) => now.has(mate));
  });
}
