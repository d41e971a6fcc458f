import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { WriteLayersRequest } from "@debootc/pipeline/image/write-layers";
import { layerListing } from "@debootc/pipeline/layers/layer-listing";
import { planLayers } from "@debootc/pipeline/layers/plan-layers";
import { run } from "@debootc/tools/run";
import type { Bench, BenchContext, Figure } from "./bench.ts";
import { composedRoot } from "./composed-root.ts";
import { median, medianDeviation } from "./statistics.ts";

/** Packing a root as layers, beside one archive by tar and a compressor: neither knows the root beforehand. */
export const exportBench: Bench = {
  name: "export",
  title: "writing the layers of a root, beside tar | gzip and tar | zstd -T0 of the same root",
  run: async (context) => {
    const figures: Figure[] = [];
    for (const tree of ["minimal", "server"]) figures.push(...(await exportOf(tree, context)));
    return figures;
  },
};

interface Sample {
  readonly wall: number;
  readonly cpu: number;
  readonly memory?: number;
  readonly bytes: number;
}

const here = import.meta.dirname;

async function exportOf(tree: string, { work, kept, rounds, say }: BenchContext): Promise<Figure[]> {
  say(`composing ${tree}`);
  const treefile = join(here, "treefiles", `${tree}.yaml`);
  const { root, listing } = await composedRoot(treefile, join(work, tree), { outputDir: join(kept, tree) });
  const listings = join(work, tree, "layers");
  await mkdir(listings);
  const { layers } = await planLayers({
    root,
    listing,
    maxLayers: 96,
    previous: undefined,
    directory: listings,
  });
  const out = join(work, "out");
  const request: WriteLayersRequest = {
    root,
    compression: "zstd",
    layers: layers.map(({ bytes }, index) => ({
      listing: layerListing(listings, index),
      bytes,
      blob: join(out, `layer-${index}`),
    })),
  };
  const requestFile = join(work, tree, "request.json");
  await writeFile(requestFile, JSON.stringify(request));
  const contenders = {
    debootc: [process.execPath, join(here, "write-layers.ts"), requestFile],
    "tar | zstd -T0": ["bash", join(here, "tar-zstd.sh"), root, out],
    "tar | gzip": ["bash", join(here, "tar-gzip.sh"), root, out],
  };
  const samples = new Map<string, Sample[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, command] of Object.entries(contenders)) {
      // One round of gzip says enough: it takes as long as all others together.
      if (name === "tar | gzip" && round !== 1) continue;
      const sample = await measure(command, out);
      say(
        `${tree}, round ${round}: ${name} ${sample.wall.toFixed(2)} s, processors ${sample.cpu.toFixed(2)} s`,
      );
      // The first round warms caches.
      if (round > 0) samples.set(name, [...(samples.get(name) ?? []), sample]);
    }
  }
  return figuresOf(tree, samples);
}

async function measure([tool = "", ...args]: readonly string[], out: string): Promise<Sample> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out);
  const { stdout } = await run({ tool, args });
  let bytes = 0;
  for (const name of await readdir(out)) bytes += (await stat(join(out, name))).size;
  return { ...(JSON.parse(stdout) as Omit<Sample, "bytes">), bytes };
}

function figuresOf(tree: string, samples: ReadonlyMap<string, readonly Sample[]>): Figure[] {
  const of = (name: string, key: "wall" | "cpu" | "memory" | "bytes") =>
    (samples.get(name) ?? []).map((sample) => sample[key] ?? 0);
  const figures: Figure[] = [...samples.keys()].flatMap((name): Figure[] => [
    {
      name: `${tree}: ${name}, wall`,
      value: median(of(name, "wall")),
      spread: medianDeviation(of(name, "wall")),
      unit: "s",
    },
    {
      name: `${tree}: ${name}, processors`,
      value: median(of(name, "cpu")),
      spread: medianDeviation(of(name, "cpu")),
      unit: "s",
    },
    { name: `${tree}: ${name}, size`, value: median(of(name, "bytes")), unit: "bytes" },
  ]);
  return [
    ...figures,
    {
      name: `${tree}: debootc, peak memory`,
      value: Math.max(...of("debootc", "memory")),
      unit: "MiB",
      wanted: 400,
    },
    ratio(`${tree}: debootc to tar | zstd -T0, wall`, of("debootc", "wall"), of("tar | zstd -T0", "wall")),
    ratio(
      `${tree}: debootc to tar | zstd -T0, processors`,
      of("debootc", "cpu"),
      of("tar | zstd -T0", "cpu"),
    ),
  ];
}

/** Round by round: what else the machine did then was the same for both. */
function ratio(name: string, ours: readonly number[], theirs: readonly number[]): Figure {
  const ratios = ours.map((value, index) => value / (theirs[index] ?? Number.NaN));
  return { name, value: median(ratios), spread: medianDeviation(ratios), unit: "ratio", wanted: 1 };
}
