import { createReadStream } from "node:fs";
import { mkdir, mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { blobPath } from "@debootc/core/oci/descriptor";
import { imageConfigSchema } from "@debootc/core/oci/image-config";
import { imageIndexSchema } from "@debootc/core/oci/image-index";
import { imageManifestSchema } from "@debootc/core/oci/image-manifest";
import { type ImageRecord, imageRecord } from "@debootc/core/oci/image-record";
import { layerCompressions } from "@debootc/core/oci/media-types";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import { readTar } from "@debootc/core/tar/read-tar";
import { findTool } from "@debootc/tools/find-tool";
import { run } from "@debootc/tools/run";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blobsOfRoot } from "./blobs-of-root.fixture.ts";
import { hardRoot, plant, wholeEntries } from "./root.fixture.ts";
import { rootEntries } from "../tree/root-entries.ts";
import { type ImageWanted, writeImage } from "./write-image.ts";

const timestamp = 1_763_769_600;
let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
let root: string;
const images = new Map<string, ImageRecord>();

const layout = (name: string) => join(work.path, name);

async function write(
  name: string,
  { from = root, ...changes }: Partial<ImageWanted> & { from?: string } = {},
) {
  const compression = changes.compression ?? "zstd";
  return writeImage({
    blobs: await blobsOfRoot(from, join(work.path, `${name}-blobs`), { timestamp, compression }),
    directory: layout(name),
    architecture: "amd64",
    timestamp,
    compression,
    title: "small",
    version: "13.20251122.0",
    labels: { "org.example.team": "a" },
    kernel: "6.12.48+deb13-amd64",
    treeDigests: { lock: digestOfBytes("lock"), inputs: digestOfBytes("inputs") },
    ...changes,
  });
}

async function document(name: string, path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(layout(name), path), "utf8"));
}

function imageNamed(name: string): ImageRecord {
  const image = images.get(name);
  if (image === undefined) throw new Error(`the image ${name} was not written`);
  return image;
}

beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-image-"));
  root = join(work.path, "root");
  await mkdir(root);
  await plant(root, hardRoot);
  for (const compression of layerCompressions) {
    images.set(compression, await write(compression, { compression }));
    images.set(`${compression}-again`, await write(`${compression}-again`, { compression }));
  }
});
afterAll(() => work.remove());

describe("writeImage", () => {
  test.each(layerCompressions)("written twice with %s, an image has the same digests", (compression) => {
    expect(imageNamed(`${compression}-again`)).toEqual(imageNamed(compression));
  });

  test("the diffID does not depend on the compression", () => {
    expect(imageNamed("gzip").diffIds).toEqual(imageNamed("zstd").diffIds);
    expect(imageNamed("gzip").manifestDigest).not.toBe(imageNamed("zstd").manifestDigest);
  });

  test.each([
    ["zstd", createZstdDecompress],
    ["gzip", createGunzip],
  ] as const)("the layer holds the root, packed with %s", async (name, decompressor) => {
    const [layer] = imageNamed(name).layers;
    const blob = createReadStream(join(layout(name), blobPath(layer?.digest ?? digestOfBytes(""))));

    const unpacked = await wholeEntries(readTar(blob.pipe(decompressor())));

    expect(unpacked).toEqual(await wholeEntries(rootEntries(root, { timestamp })));
    expect(unpacked).toEqual(hardRoot);
  });

  test("an image that was unpacked and written again has the same diffID", async () => {
    const target = join(work.path, "unpacked");
    await mkdir(target);
    await plant(target, await wholeEntries(rootEntries(root, { timestamp })));

    const again = await write("from-unpacked", { from: target });

    expect(again.manifestDigest).toBe(imageNamed("zstd").manifestDigest);
  });

  test("every blob lies under its digest and is named by the documents, and nothing else is there", async () => {
    const image = imageNamed("zstd");
    const index = imageIndexSchema.parse(await document("zstd", "index.json"));
    const manifest = imageManifestSchema.parse(await document("zstd", blobPath(image.manifestDigest)));
    const config = imageConfigSchema.parse(await document("zstd", blobPath(image.configDigest)));
    const blobs = await readdir(join(layout("zstd"), "blobs/sha256"));

    for (const name of blobs) {
      expect(digestOfBytes(await readFile(join(layout("zstd"), "blobs/sha256", name)))).toBe(
        `sha256:${name}`,
      );
    }
    expect(new Set(blobs.map((name): Digest => `sha256:${name}`))).toEqual(
      new Set([image.manifestDigest, image.configDigest, ...image.layers.map(({ digest }) => digest)]),
    );
    expect((await readdir(layout("zstd"))).sort()).toEqual(["blobs", "index.json", "oci-layout"]);
    expect(index.manifests).toMatchObject([
      {
        digest: image.manifestDigest,
        platform: { architecture: "amd64", os: "linux" },
        annotations: { "org.opencontainers.image.ref.name": "latest" },
      },
    ]);
    expect(manifest.config.digest).toBe(image.configDigest);
    expect(manifest.layers.map(({ digest }) => digest)).toEqual(image.layers.map(({ digest }) => digest));
    expect(config.rootfs.diff_ids).toEqual(image.diffIds);
    expect(config.created).toBe("2025-11-22T00:00:00Z");
    expect(config.config?.Labels).toEqual({
      "containers.bootc": "1",
      "debootc.inputs": digestOfBytes("inputs"),
      "debootc.kernel": "6.12.48+deb13-amd64",
      "debootc.layers": "generated/unpackaged",
      "debootc.lock": digestOfBytes("lock"),
      "org.example.team": "a",
      "org.opencontainers.image.created": "2025-11-22T00:00:00Z",
      "org.opencontainers.image.title": "small",
      "org.opencontainers.image.version": "13.20251122.0",
    });
  });

  test("the record is read back as it is stored", () => {
    const image = imageNamed("gzip");

    expect(imageRecord.parse(imageRecord.serialize(image), "image.json")).toEqual(image);
  });

  test("a tree without a kernel carries no mark of bootc", async () => {
    const image = await write("not-bootable", { kernel: undefined });
    const config = imageConfigSchema.parse(await document("not-bootable", blobPath(image.configDigest)));

    expect(image.bootable).toBe(false);
    expect(config.config?.Labels).not.toHaveProperty(["containers.bootc"]);
  });

  test("a label that is not the user's to set leaves no directory", async () => {
    const wrong = write("wrong-label", { labels: { "ostree.commit": "x" } });

    await expect(wrong).rejects.toMatchObject({ code: "treefile-invalid" });
    expect(await readdir(work.path)).not.toContain("wrong-label");
  });
});

describe("other programs take the image", () => {
  test.each(layerCompressions)("skopeo copies the %s image, checking every digest", async (compression) => {
    const image = imageNamed(compression);
    const source = `oci:${layout(compression)}:latest`;

    const { stdout } = await run({ tool: "skopeo", args: ["inspect", source] });
    await run({
      tool: "skopeo",
      args: ["--insecure-policy", "copy", source, `oci:${layout(`${compression}-copied`)}:x`],
    });

    expect(JSON.parse(stdout)).toMatchObject({
      Digest: image.manifestDigest,
      Architecture: "amd64",
      Created: "2025-11-22T00:00:00Z",
      Labels: { "containers.bootc": "1" },
    });
    const copied = imageIndexSchema.parse(await document(`${compression}-copied`, "index.json"));
    expect(copied.manifests[0]?.digest).toBe(image.manifestDigest);
  });

  test("skopeo turns the gzip image into a Docker archive", async () => {
    const archive = join(work.path, "docker.tar");
    const args = [
      "--insecure-policy",
      "copy",
      `oci:${layout("gzip")}:latest`,
      `docker-archive:${archive}:small:1`,
    ];
    await run({ tool: "skopeo", args });

    const { stdout } = await run({
      tool: "skopeo",
      args: ["inspect", "--config", `docker-archive:${archive}`],
    });

    expect(imageConfigSchema.parse(JSON.parse(stdout)).rootfs.diff_ids).toEqual(imageNamed("gzip").diffIds);
  });

  test("umoci unpacks the gzip image to the root it came from", async ({ skip }) => {
    if ((await findTool("umoci")) === undefined) skip("umoci is not installed: apt-get install umoci");
    const bundle = join(work.path, "bundle");
    await run({ tool: "umoci", args: ["unpack", "--image", `${layout("gzip")}:latest`, bundle] });

    const unpacked = await wholeEntries(rootEntries(join(bundle, "rootfs"), { timestamp }));

    expect(unpacked).toEqual(hardRoot);
  });
});
