import { median, medianDeviation } from "./statistics.ts";

/** A component as chunkah's packing sees it. */
export interface PackItem {
  readonly name: string;
  readonly bytes: number;
  /** Probability that it does not change within a week. */
  readonly stability: number;
}

/**
 * The rule by which chunkah 0.x packs components into layers (coreos/chunkah, src/packing.rs as of 2026), told in
 * other words: components far larger than the median alone, up to 80 % of the layers; the rest in three tiers of
 * stability, each with its share of the layers, where the FNV-1a hash of the name chooses; a bin that stays empty takes
 * the largest component that is not alone.
 */
export function chunkahPacking(items: readonly PackItem[], maxLayers: number): string[][] {
  if (items.length <= maxLayers) return items.map(({ name }) => [name]);
  const sizes = items.map(({ bytes }) => bytes);
  const middle = median(sizes);
  const deviation = medianDeviation(sizes);
  const limit = middle + 1.5 * (deviation < middle * 0.01 ? middle : deviation);
  const large = items.filter(({ bytes }) => bytes >= limit).toSorted((a, b) => b.bytes - a.bytes);
  const others = items.length > large.length ? 1 : 0;
  const alone = new Set(large.slice(0, Math.floor((maxLayers - others) * 0.8)));
  const rest = items.filter((item) => !alone.has(item));
  return [...[...alone].map(({ name }) => [name]), ...inTiers(rest, maxLayers - alone.size)];
}

function inTiers(items: readonly PackItem[], bins: number): string[][] {
  if (items.length <= bins) return items.map(({ name }) => [name]);
  const mean = items.reduce((sum, { stability }) => sum + stability, 0) / items.length;
  const variance = items.reduce((sum, { stability }) => sum + (stability - mean) ** 2, 0) / items.length;
  const [high, low] = [mean + Math.sqrt(variance), mean - Math.sqrt(variance)];
  const tiers = [
    items.filter(({ stability }) => stability >= high),
    items.filter(({ stability }) => stability < high && stability > low),
    items.filter(({ stability }) => stability < high && stability <= low),
  ].filter((tier) => tier.length > 0);
  if (bins < tiers.length) return hashed(items, bins);
  let left = bins;
  return tiers.flatMap((tier, index) => {
    const following = tiers.length - index - 1;
    const share = Math.max(1, Math.round((tier.length / items.length) * bins));
    const own = following === 0 ? left : Math.min(share, left - following);
    left -= own;
    return hashed(tier, own);
  });
}

function hashed(items: readonly PackItem[], count: number): string[][] {
  const bins = Array.from({ length: count }, (): PackItem[] => []);
  for (const item of items) bins[Number(fnv1a(item.name) % BigInt(count))]?.push(item);
  for (const empty of bins.filter((bin) => bin.length === 0).toReversed()) {
    const largest = bins
      .filter((bin) => bin.length > 1)
      .flatMap((bin) => bin.map((item) => ({ bin, item })))
      .toSorted((a, b) => b.item.bytes - a.item.bytes)[0];
    if (largest === undefined) break;
    largest.bin.splice(largest.bin.indexOf(largest.item), 1);
    empty.push(largest.item);
  }
  return bins.filter((bin) => bin.length > 0).map((bin) => bin.map(({ name }) => name));
}

/** 64 bits, over the bytes and the 0xff that Rust's hash of a text ends with. */
function fnv1a(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of [...Buffer.from(text), 0xff]) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}
