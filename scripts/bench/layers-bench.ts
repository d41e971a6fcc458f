import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { assignComponents } from "@debootc/core/layers/assign-components";
import type { Component } from "@debootc/core/layers/component";
import { continueLayers } from "@debootc/core/layers/continue-layers";
import { isGenerated } from "@debootc/core/layers/generated-component";
import { measureComponents } from "@debootc/core/layers/measure-components";
import { packLayers } from "@debootc/core/layers/pack-layers";
import { splitEntries } from "@debootc/core/layers/split-entries";
import { digestOfBytes } from "@debootc/core/record/digest";
import { formatTreeLine, treeListingHead } from "@debootc/core/tree/tree-listing";
import { openImage } from "@debootc/pipeline/image/open-image";
import { writeLayers } from "@debootc/pipeline/image/write-layers";
import { readPackageDatabase } from "@debootc/pipeline/layers/read-package-database";
import { hostMirrors } from "@debootc/tools/apt/apt-config";
import { debootstrapMirror } from "@debootc/tools/apt/debootstrap";
import type { Bench, BenchContext, Figure } from "./bench.ts";
import { chunkahPacking, type PackItem } from "./chunkah-packing.ts";
import { type ComposedRoot, composedRoot } from "./composed-root.ts";

/** What an update costs a host: trixie alone, then with its security and update suites. */
export const layersBench: Bench = {
  name: "layers",
  title:
    "bytes a host fetches from trixie alone to trixie with its updates, to those of the changed packages",
  run: async (context) => {
    const figures: Figure[] = [];
    for (const tree of ["minimal", "server"]) figures.push(...(await updateOf(tree, context)));
    return figures;
  },
};

async function updateOf(tree: string, { work, kept, say }: BenchContext): Promise<Figure[]> {
  const outputDir = join(kept, tree);
  const treefile = join(import.meta.dirname, "treefiles", `${tree}.yaml`);
  const alone = join(work, `${tree}.yaml`);
  await writeFile(alone, await aloneText(relative(work, treefile)));
  say(`composing ${tree} from trixie alone`);
  const before = await stateOf(await composedRoot(alone, join(work, `${tree}-before`), { outputDir }));
  say(`composing ${tree} with the updates`);
  const image = { outputDir, previousImage: before.layout };
  const after = await stateOf(await composedRoot(treefile, join(work, `${tree}-after`), image));

  say(`weighing ${after.components.length} components of ${tree}`);
  const names = after.components.map(({ name }) => name);
  const each = listingsOf(
    after,
    names.map((name) => [name]),
  );
  const sizes = await weigh(after.root, each, join(work, `${tree}-weights`));
  const weights = new Map(names.map((name, index) => [name, sizes[index] ?? 0]));
  const changed = changedComponents(before, after);
  const weightOf = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (weights.get(name) ?? 0), 0);
  const floor = weightOf(changed.filter((name) => !isGenerated(name)));
  const least = weightOf(changed) / floor;
  const whole = weightOf(names) / floor;
  const figures: Figure[] = [
    { name: `${tree}: changed packages' files`, value: floor, unit: "bytes" },
    {
      name: `${tree}: source packages, of these changed`,
      value: changed.filter((name) => !isGenerated(name)).length,
      unit: "count",
    },
    { name: `${tree}: one layer`, value: whole, unit: "ratio" },
    {
      name: `${tree}: least possible: changed packages and what triggers made of them`,
      value: least,
      unit: "ratio",
    },
    {
      name: `${tree}: as composed, the image before given`,
      value: (await fetched(before, after)) / floor,
      unit: "ratio",
      wanted: 1.3,
    },
  ];
  for (const maxLayers of [64, 96, 127]) {
    const [first, second] = [
      packLayers(before.components, maxLayers),
      packLayers(after.components, maxLayers),
    ];
    const plans = {
      "chunkah's rule": [chunkah(before, maxLayers), chunkah(after, maxLayers)],
      "debootc, planned afresh": [first, second],
      "debootc, the image before given": [first, continueLayers(after.components, first, maxLayers)],
    };
    let theirs: number | undefined;
    for (const [name, [old = [], now = []]] of Object.entries(plans)) {
      const cost =
        (await costOf(
          { state: before, plan: old },
          { state: after, plan: now },
          join(work, `${tree}-${maxLayers}-${name.length}`),
        )) / floor;
      figures.push({
        name: `${tree}: ${maxLayers} layers, ${name}`,
        value: cost,
        unit: "ratio",
        ...(theirs === undefined ? {} : { wanted: theirs }),
      });
      theirs ??= cost;
    }
  }
  return figures;
}

/** The same treefile, without the suites that mend the release. */
async function aloneText(treefile: string): Promise<string> {
  const mirror = process.env["DEBOOTC_MIRROR"] ?? (await hostMirrors()).main ?? (await debootstrapMirror());
  if (mirror === undefined) throw new Error("no mirror is known: set DEBOOTC_MIRROR");
  const source = { id: "debian", uris: mirror, suites: "trixie", components: "main" };
  return `include: ${treefile}\nref: bench/\${suite}/\${basearch}/alone\nsources: [${JSON.stringify(source)}]\n`;
}

interface State extends ComposedRoot {
  readonly components: readonly Component[];
  /** The component of each path. */
  readonly assigned: ReadonlyMap<string, string>;
  readonly stabilities: ReadonlyMap<string, number>;
}

async function stateOf(composed: ComposedRoot): Promise<State> {
  const database = await readPackageDatabase(composed.root, composed.entries);
  const assigned = assignComponents(composed.entries, database);
  const components = measureComponents(composed.entries, assigned, database);
  const stabilities = new Map<string, number>();
  for (const { name, source } of database.packages) {
    const stability = await stabilityOf(composed.root, name);
    stabilities.set(source, Math.min(stability, stabilities.get(source) ?? 1));
  }
  return { ...composed, components, assigned, stabilities };
}

/** As chunkah finds it: the days of the last year with an entry in the changelog give the odds of a quiet week. */
async function stabilityOf(root: string, name: string): Promise<number> {
  const directory = join(root, "usr/share/doc", name);
  const text = await Promise.any(
    ["changelog.Debian.gz", "changelog.gz"].map(async (file) =>
      gunzipSync(await readFile(join(directory, file))),
    ),
  ).catch(() => undefined);
  if (text === undefined) return 0.99;
  const days = new Set<number>();
  for (const [, date = ""] of text.toString("latin1").matchAll(/^ -- .*> {2}(.*)$/gm)) {
    const day = Math.floor(Date.parse(date) / 86_400_000);
    if (Date.now() / 86_400_000 - day < 365) days.add(day);
  }
  return days.size === 0 ? 0.99 : Math.exp((-days.size / 365) * 7);
}

/** What nobody owns is one component for chunkah, and its files of a megabyte or more another; both always change. */
function chunkah({ components, stabilities }: State, maxLayers: number): string[][] {
  const unowned = Map.groupBy(
    components.filter(({ name }) => isGenerated(name)),
    ({ bytes }): string => (bytes >= 1024 * 1024 ? "large" : "small"),
  );
  const items: PackItem[] = [
    ...components
      .filter(({ name }) => !isGenerated(name))
      .map(({ name, bytes }) => ({ name, bytes, stability: stabilities.get(name) ?? 0.99 })),
    ...[...unowned].map(([name, members]) => ({
      name,
      bytes: members.reduce((sum, { bytes }) => sum + bytes, 0),
      stability: 0,
    })),
  ];
  return chunkahPacking(items, maxLayers).map((layer) =>
    layer.flatMap((name) => unowned.get(name)?.map((member) => member.name) ?? [name]),
  );
}

type Plan = readonly (readonly string[])[];

function listingsOf({ entries, assigned }: State, plan: Plan): string[] {
  return splitEntries(entries, assigned, plan).map(
    (members) => treeListingHead + members.map(formatTreeLine).join(""),
  );
}

/** Compressed bytes of the layer of each listing. */
async function weigh(root: string, listings: readonly string[], directory: string): Promise<number[]> {
  await mkdir(directory);
  const layers = await Promise.all(
    listings.map(async (text, index) => {
      const listing = join(directory, `${index}.jsonl`);
      await writeFile(listing, text);
      return { listing, bytes: text.length, blob: join(directory, `${index}.blob`) };
    }),
  );
  const signal = new AbortController().signal;
  const context = { report: () => {}, log: () => {}, signal };
  const written = await writeLayers({ root, layers, compression: "zstd" }, context);
  await rm(directory, { recursive: true });
  return written.layers.map(({ size }) => size);
}

function changedComponents(before: State, after: State): string[] {
  const digests = ({ components, ...state }: State) => {
    const plan = components.map(({ name }) => [name]);
    return new Map(
      listingsOf({ components, ...state }, plan).map((text, index) => [
        plan[index]?.[0] ?? "",
        digestOfBytes(text),
      ]),
    );
  };
  const old = digests(before);
  return [...digests(after)].flatMap(([name, digest]) => (old.get(name) === digest ? [] : [name]));
}

interface Planned {
  readonly state: State;
  readonly plan: Plan;
}

/** Compressed bytes of the layers that a host of the one image lacks of the other. */
async function costOf(before: Planned, after: Planned, directory: string): Promise<number> {
  const had = new Set(listingsOf(before.state, before.plan));
  const missing = listingsOf(after.state, after.plan).filter((text) => !had.has(text));
  return (await weigh(after.state.root, missing, directory)).reduce((sum, size) => sum + size, 0);
}

/** By the layouts, as a registry would answer. */
async function fetched(before: State, after: State): Promise<number> {
  const [old, now] = [await openImage(before.layout), await openImage(after.layout)];
  const had = new Set(old.layers.map(({ descriptor }) => descriptor.digest));
  return now.layers.reduce(
    (sum, { descriptor: { digest, size } }) => (had.has(digest) ? sum : sum + size),
    0,
  );
}
