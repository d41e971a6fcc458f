import { changesOften, type Component, oftenWeight } from "./component.ts";
import { isGenerated } from "./generated-component.ts";
import type { LayerPlan } from "./layer-plan.ts";
import { orderedLayers } from "./ordered-layers.ts";
import { packLayers } from "./pack-layers.ts";

/**
 * Keeps components in the layers of the previous image. New components get their own layers while there is room;
 * otherwise they join the layer where they cost least. Layers beyond the limit are joined in the same way. Without new
 * components the previous plan stays as it is, minus removed components. A plan that knows less than half of the
 * components belongs to a different image and is ignored.
 */
export function continueLayers(
  components: readonly Component[],
  previous: LayerPlan | undefined,
  maxLayers: number,
): LayerPlan {
  if (previous === undefined) return packLayers(components, maxLayers);
  const left = new Map(components.map((component) => [component.name, component]));
  const layers: Layer[] = [];
  for (const names of previous) {
    // A foreign plan may name a component twice: the first place counts.
    const members = names.flatMap((name) => {
      const component = left.get(name);
      left.delete(name);
      return component === undefined ? [] : [component];
    });
    if (members.length > 0) layers.push(layerOf(members));
  }
  if (left.size > components.length / 2) return packLayers(components, maxLayers);

  const kept = layers.length;
  const added = [...left.values()].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  for (const component of added) layers.push(layerOf([component]));
  while (layers.length > maxLayers) joinCheapest(layers, kept);
  return orderedLayers(
    layers.map(({ members }) => members.map(({ name }) => name)),
    isOftenOf(components),
  );
}

interface Layer {
  readonly members: readonly Component[];
  readonly bytes: number;
  /** How often it changes: the sum of its members' rates. */
  readonly rate: number;
}

/** Relative to a package that seldom changes; generated files change with almost every update. */
function rateOf(component: Component): number {
  return isGenerated(component.name) ? 20 : changesOften(component) ? oftenWeight : 1;
}

function layerOf(members: readonly Component[]): Layer {
  return {
    members,
    bytes: members.reduce((sum, { bytes }) => sum + bytes, 0),
    rate: members.reduce((sum, member) => sum + rateOf(member), 0),
  };
}

/** Joins the two layers that cost least together; one of them is an added layer as long as there are any. */
function joinCheapest(layers: Layer[], kept: number): void {
  let best: { cost: number; a: number; b: number } | undefined;
  for (let b = Math.max(1, layers.length > kept ? kept : 1); b < layers.length; b += 1) {
    for (let a = 0; a < b; a += 1) {
      const cost = costTogether(layers[a], layers[b]);
      if (best === undefined || cost < best.cost) best = { cost, a, b };
    }
  }
  if (best === undefined) return;
  const { a, b } = best;
  layers[a] = layerOf([...(layers[a]?.members ?? []), ...(layers[b]?.members ?? [])]);
  layers.splice(b, 1);
}

/** Returns how much more two layers would cost as one: each is then fetched whenever the other changes. */
function costTogether(one: Layer | undefined, other: Layer | undefined): number {
  if (one === undefined || other === undefined) return Number.POSITIVE_INFINITY;
  return one.rate * other.bytes + other.rate * one.bytes;
}

function isOftenOf(components: readonly Component[]): (name: string) => boolean {
  const often = new Set(components.filter(changesOften).map(({ name }) => name));
  return (name) => often.has(name);
}
