import { mkdir, mkdtempDisposable, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import type { LayersRecord } from "@debootc/core/layers/layers-record";
import { digestOfBytes } from "@debootc/core/record/digest";
import { writeTar } from "@debootc/core/tar/write-tar";
import { formatTreeLine, treeListingHead } from "@debootc/core/tree/tree-listing";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLocalCache } from "../cache/local-cache.ts";
import { removeTree } from "../worker/remove-tree.ts";
import { layerListing } from "../layers/layer-listing.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { layerBlobs } from "./layer-blobs.ts";
import { capability, membersOf, plant, type WholeEntry, wholeEntry } from "./root.fixture.ts";

const file = (path: string, text: string) =>
  wholeEntry({ path, type: "file", bytes: Buffer.from(text.repeat(500)) });
const directories = [".", "usr"].map((path) => wholeEntry({ path, type: "directory" }));
const ping = { mode: 0o755, mtime: 1000, xattrs: new Map([["security.capability", capability]]) };

/** The layers of a root, as their listings have them. */
const layersOfRoot: readonly (readonly WholeEntry[])[] = [
  [
    ...directories,
    wholeEntry({ path: "usr/ping", type: "file", bytes: Buffer.from("ping"), ...ping }),
    wholeEntry({ path: "usr/ping6", type: "hardlink", linkPath: "usr/ping", ...ping }),
  ],
  [
    ...directories,
    file("usr/bash", "bash"),
    wholeEntry({ path: "usr/sh", type: "symlink", linkPath: "bash" }),
  ],
  [...directories, wholeEntry({ path: "usr/secret", type: "file", mode: 0o600, bytes: Buffer.from("x") })],
];

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
let cacheDirectory: string;
let controller: AbortController;
const root = () => join(work.path, "root");

beforeEach(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-blobs-"));
  cacheDirectory = join(work.path, "cache");
  controller = new AbortController();
  await mkdir(root());
  for (const layer of layersOfRoot) await plant(root(), layer);
});
afterEach(() => work[Symbol.asyncDispose]());

/** Writes the listings of layers; the answer is what a plan says of them. */
async function listed(layers: readonly (readonly WholeEntry[])[], directory: string) {
  await mkdir(directory, { recursive: true });
  const record: LayersRecord["layers"] = [];
  for (const [index, layer] of layers.entries()) {
    const lines = layer.map(({ entry, bytes }) =>
      formatTreeLine(entry.type === "file" ? { ...entry, digest: digestOfBytes(bytes) } : entry),
    );
    const text = treeListingHead + lines.join("");
    await writeFile(layerListing(directory, index), text);
    const bytes = layer.reduce((sum, { entry }) => sum + entry.size, 0);
    record.push({
      components: [`c${index}`],
      listing: digestOfBytes(text),
      entries: layer.length,
      bytes,
    });
  }
  return record;
}

type Change = Partial<Pick<Parameters<typeof layerBlobs>[0], "code" | "compression">> & {
  readonly layers?: readonly (readonly WholeEntry[])[];
};

async function pack({ layers = layersOfRoot, ...change }: Change = {}) {
  const listings = join(work.path, "listings");
  const cache = await openLocalCache({
    directory: cacheDirectory,
    trustDomain: "trusted",
    producer: "1.2.3",
    clock: () => new Date("2025-01-31T12:00:00Z"),
    removeTree,
    report: () => {},
  });
  const { blobs, leases } = await layerBlobs(
    {
      root: root(),
      layers: await listed(layers, listings),
      listings,
      compression: "zstd",
      cache,
      code: digestOfBytes("code"),
      privilege: privilegeOf({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }),
      workDirectory: join(work.path, "blobs"),
      ...change,
    },
    { report: () => {}, log: () => {}, signal: controller.signal },
  );
  expect(await readdir(join(cacheDirectory, "leases"))).not.toEqual([]);
  for (const lease of leases) await lease[Symbol.asyncDispose]();
  expect(await readdir(join(cacheDirectory, "leases"))).toEqual([]);
  return blobs;
}

test("each blob is the packed tar of its layer", async () => {
  const blobs = await pack();

  expect(blobs.map(({ components }) => components)).toEqual([["c0"], ["c1"], ["c2"]]);
  for (const [index, { path, digest, diffId, size, uncompressedSize }] of blobs.entries()) {
    const packed = await readFile(path);
    const tar = zstdDecompressSync(packed);
    expect(tar.equals(await buffer(writeTar(membersOf(layersOfRoot[index] ?? []))))).toBe(true);
    expect([digest, size]).toEqual([digestOfBytes(packed), packed.length]);
    expect([diffId, uncompressedSize]).toEqual([digestOfBytes(tar), tar.length]);
  }
});

test("what was packed before is not read again", async () => {
  const before = await pack();
  await rm(root(), { recursive: true });

  expect(await pack()).toEqual(before);
});

test("of layers of which one has changed, that one is read", async () => {
  const before = await pack();
  const [first = [], , last = []] = layersOfRoot;
  const changed = [...directories, file("usr/bash", "dash")];
  await rm(root(), { recursive: true });
  await mkdir(root());
  await plant(root(), changed);

  // In other places, too: a layer is known by what it holds.
  const after = await pack({ layers: [last, changed, first] });

  const pathsOf = (blobs: readonly { readonly path: string }[]) => blobs.map(({ path }) => path);
  expect([after[0]?.path, after[2]?.path]).toEqual(
    pathsOf(before)
      .toReversed()
      .filter((_, at) => at !== 1),
  );
  expect(pathsOf(before)).not.toContain(after[1]?.path);
  expect(after.map(({ components }) => components)).toEqual([["c0"], ["c1"], ["c2"]]);
});

test.each<[string, Change]>([
  ["other code", { code: digestOfBytes("other code") }],
  ["another compression", { compression: "gzip" }],
])("%s packs anew", async (_, change) => {
  const before = await pack();
  const after = await pack(change);

  expect(after.map(({ diffId }) => diffId)).toEqual(before.map(({ diffId }) => diffId));
  expect(after.map(({ path }) => path).filter((path) => before.some((each) => each.path === path))).toEqual(
    [],
  );
});

test("a cache on another file system gets the blobs", async () => {
  await using shared = await mkdtempDisposable("/dev/shm/debootc-blobs-");
  expect((await stat(shared.path)).dev).not.toBe((await stat(work.path)).dev);
  cacheDirectory = shared.path;

  const before = await pack();
  await rm(root(), { recursive: true });

  expect(await readdir(join(work.path, "blobs"))).toEqual([]);
  expect(before.every(({ path }) => path.startsWith(shared.path))).toBe(true);
  expect(await pack()).toEqual(before);
});

describe("when layers cannot be packed, nothing is held in the cache, and nothing half done is in it:", () => {
  const left = async () => [
    ...(await readdir(join(cacheDirectory, "leases"))),
    ...(await readdir(join(cacheDirectory, "staging"))),
  ];

  test("a file is gone", async () => {
    await pack({ layers: layersOfRoot.slice(0, 1) });
    await rm(join(root(), "usr/bash"));

    await expect(pack()).rejects.toMatchObject({
      code: "internal-fault",
      message: expect.stringContaining("usr/bash"),
    });
    expect(await left()).toEqual([]);
  });

  test("the run was cancelled", async () => {
    await pack({ layers: layersOfRoot.slice(0, 1) });
    controller.abort(new Error("enough"));

    await expect(pack()).rejects.toMatchObject({ code: "cancelled" });
    expect(await left()).toEqual([]);
  });
});
