import { createHash } from "node:crypto";
import { changesOften, type Component, oftenWeight } from "./component.ts";
import { isGenerated } from "./generated-component.ts";
import type { LayerPlan } from "./layer-plan.ts";
import { orderedLayers } from "./ordered-layers.ts";

/**
 * Packs components into at most `maxLayers` layers so that a host fetches little besides what changed.
 *
 * Components are sorted into classes by size, by whether they change often, and by whether they are generated. A class
 * has slots, and the hash of its name assigns each component a slot, as in linear hashing (Litwin 1980): with one slot
 * less, only the contents of two slots move. A layer costs its whole size whenever any of it changes, so the number of
 * slots follows the square root of size times rate, down to one threshold for all classes; a class that may have very
 * many has a layer for each component. The threshold is the lowest that fits. A component's place thus depends only on
 * itself and the threshold, and other components that come, go or grow seldom move it: never while there is a spare
 * layer, and beyond that, adding one only joins layers and removing one only separates them.
 */
export function packLayers(components: readonly Component[], maxLayers: number): LayerPlan {
  const often = new Map(components.map((component) => [component.name, changesOften(component)]));
  const together = components.filter(isSmallGenerated);
  const apart = components.filter((component) => !isSmallGenerated(component));
  const room = maxLayers - (together.length > 0 ? 1 : 0);
  const packed = room < 1 ? [components] : [...(together.length > 0 ? [together] : []), ...pack(apart, room)];
  return orderedLayers(
    packed.map((layer) => layer.map(({ name }) => name)),
    (name) => often.get(name) ?? false,
  );
}

/** Few of them are worth a layer, and nearly all of them change with any package. */
const smallGenerated = 64 * 1024;

function isSmallGenerated({ name, bytes }: Component): boolean {
  return isGenerated(name) && (bytes < smallGenerated || name === "generated/dpkg");
}

type Layers = readonly (readonly Component[])[];

/** How many times larger the components of the next class are; coarser if there are too few layers for every class. */
const classRatios = [4, 16, 256, Number.POSITIVE_INFINITY];

function pack(components: readonly Component[], room: number): Layers {
  if (components.length === 0) return [];
  for (const ratio of classRatios) {
    const layers = packAtLowest(classesOf(components, ratio), room);
    if (layers !== undefined) return layers;
  }
  return [components];
}

/** Packs with the lowest threshold that fits. A higher one only joins layers, so bisection finds it. */
function packAtLowest(classes: readonly SizeClass[], room: number): Layers | undefined {
  const thresholds = thresholdsOf(classes);
  let fitting: Layers | undefined;
  for (let from = 0, to = thresholds.length; from < to; ) {
    const middle = Math.floor((from + to) / 2);
    const layers = classes.flatMap((each) => slotsOf(each, thresholds[middle] ?? 0));
    if (layers.length > room) {
      from = middle + 1;
    } else {
      fitting = layers;
      to = middle;
    }
  }
  return fitting;
}

interface SizeClass {
  /** Typical size times rate: what a change of one member costs the others in its slot. */
  readonly weight: number;
  readonly members: readonly Member[];
}

interface Member {
  readonly component: Component;
  /** Hash of its name. */
  readonly hash: number;
}

/** Smaller components cost next to nothing, whatever they share a layer with. */
const smallest = 16 * 1024;

function classesOf(components: readonly Component[], ratio: number): SizeClass[] {
  const classes = new Map<string, { weight: number; members: Member[] }>();
  const isOne = ratio === Number.POSITIVE_INFINITY;
  for (const component of components) {
    const size = Math.max(component.bytes, smallest);
    const step = isOne ? 0 : Math.floor(Math.log(size) / Math.log(ratio) + 1e-9);
    const isOften = !isOne && changesOften(component);
    const isMade = isGenerated(component.name);
    const key = `${isMade} ${isOften} ${step}`;
    const typicalSize = isOne ? 1 : ratio ** (step + 0.5);
    // A tiny difference, or else the slots of several classes would change at the same threshold.
    const hair = 1 + (4 * step + 2 * Number(isOften) + Number(isMade)) / 10_000;
    const found = classes.get(key) ?? {
      weight: (isOften ? oftenWeight : 1) * typicalSize * hair,
      members: [],
    };
    found.members.push({ component, hash: hashOf(component.name) });
    classes.set(key, found);
  }
  return [...classes.values()];
}

/** A class that would have more slots gets one layer for each component instead. */
const mostSlots = 64;

/** Returns the thresholds at which the number of slots of any class changes, most slots first. */
function thresholdsOf(classes: readonly SizeClass[]): number[] {
  const thresholds = classes.flatMap(({ weight }) =>
    Array.from({ length: mostSlots + 1 }, (_, slots) => thresholdFor(weight, slots + 1)),
  );
  return [...new Set(thresholds)].sort((a, b) => a - b);
}

function thresholdFor(weight: number, slots: number): number {
  return weight / slots ** 2;
}

function slotsOf({ weight, members }: SizeClass, threshold: number): Layers {
  // Slightly more than the threshold allows, so that rounding does not lose a slot.
  const slots = Math.max(1, Math.floor(Math.sqrt(weight / threshold) * (1 + 1e-9)));
  if (slots > mostSlots) return members.map(({ component }) => [component]);
  const bySlot = new Map<number, Component[]>();
  for (const { component, hash } of members) {
    const slot = slotOf(hash, slots);
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), component]);
  }
  return [...bySlot.values()];
}

/** Linear hashing: low bits beyond the last slot fall back to one bit less. */
function slotOf(hash: number, slots: number): number {
  const bits = Math.ceil(Math.log2(slots));
  const slot = hash % 2 ** bits;
  return slot < slots ? slot : hash % 2 ** (bits - 1);
}

function hashOf(name: string): number {
  return createHash("sha256").update(name).digest().readUInt32BE(0);
}
