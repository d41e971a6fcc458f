import { execFileSync } from "node:child_process";
import {
  mkdir,
  mkdtempDisposable,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { blobPath } from "@debootc/core/oci/descriptor";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { digestOfBytes } from "@debootc/core/record/digest";
import { describe, expect, test } from "vitest";
import { LayoutFixture, writeLayout } from "./layout.fixture.ts";
import { openImage } from "./open-image.ts";
import { hardRoot, type WholeEntry, wholeEntries, wholeEntry } from "./root.fixture.ts";

const temporaryLayout = () => mkdtempDisposable(join(tmpdir(), "debootc-layout-"));

const small: readonly WholeEntry[] = [
  wholeEntry({ path: "hostname", type: "file", bytes: Buffer.from("box") }),
];
/** Incompressible, and more than any stream holds at once. */
const large: readonly WholeEntry[] = [1, 2, 3].map((name) =>
  wholeEntry({
    path: `large${name}`,
    type: "file",
    bytes: Buffer.from(
      Array.from({ length: 40_000 }, (_, at) => digestOfBytes(`${name} ${at}`).slice("sha256:".length)).join(
        "",
      ),
      "hex",
    ),
  }),
);

async function readAll(image: Awaited<ReturnType<typeof openImage>>) {
  const layers = [];
  for (const index of image.layers.keys()) layers.push(await wholeEntries(image.readLayer(index)));
  return layers;
}

const openFiles = async (path: string) => {
  const links = await Promise.all(
    (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")),
  );
  return links.filter((link) => link.startsWith(path));
};

describe("openImage", () => {
  test.each([
    "application/vnd.oci.image.layer.v1.tar",
    "application/vnd.oci.image.layer.v1.tar+gzip",
    "application/vnd.oci.image.layer.v1.tar+zstd",
    "application/vnd.docker.image.rootfs.diff.tar.gzip",
  ])("layers of the type %s are read", async (mediaType) => {
    await using directory = await temporaryLayout();
    const layout = await writeLayout(directory.path, [hardRoot, small], { mediaType, tag: "v1" });

    const image = await openImage(layout);

    expect(image).toMatchObject({ tag: "v1", config: { architecture: "amd64" } });
    expect(await readAll(image)).toEqual([hardRoot, small]);
    expect(await openFiles(directory.path)).toEqual([]);
  });

  test("a zstd layer of many frames is read", async () => {
    await using directory = await temporaryLayout();
    const layout = new LayoutFixture(directory.path);
    const tar = Buffer.alloc(10_240);
    const frames = Buffer.concat([
      zstdCompressSync(tar.subarray(0, 5000)),
      zstdCompressSync(tar.subarray(5000)),
    ]);
    const layer = await layout.blob(mediaTypes.layerZstd, frames);
    const config = {
      architecture: "amd64",
      os: "linux",
      rootfs: { type: "layers", diff_ids: [digestOfBytes(tar)] },
    };
    await layout.finish(await layout.manifest([layer], config));

    expect(await readAll(await openImage(directory.path))).toEqual([[]]);
  });

  test("stopping early closes the blob", async () => {
    for (const mediaType of [mediaTypes.layer, mediaTypes.layerGzip, mediaTypes.layerZstd]) {
      await using directory = await temporaryLayout();
      const image = await openImage(await writeLayout(directory.path, [large], { mediaType }));

      for await (const { body } of image.readLayer(0)) {
        for await (const _ of body) break;
        expect(await openFiles(directory.path)).toHaveLength(1);
        break;
      }

      expect(await openFiles(directory.path)).toEqual([]);
    }
  });

  describe("damaged or hostile images are refused", () => {
    const invalid = (text: string) => ({ code: "image-invalid", message: expect.stringContaining(text) });

    test("anything but a layout", async () => {
      await using directory = await temporaryLayout();

      for (const path of [directory.path, join(directory.path, "nowhere"), "/proc/self/status"]) {
        await expect(openImage(path)).rejects.toMatchObject({ code: "usage" });
      }
    });

    test.each([
      ["the configuration", 0, "digest"],
      ["the layer", 1, "digest"],
    ])("the bytes of %s do not match its digest", async (_, which) => {
      await using directory = await temporaryLayout();
      const path = await writeLayout(directory.path, [small], { mediaType: mediaTypes.layer });
      const { manifest } = await openImage(path);
      const victim = [manifest.config, ...manifest.layers][which];
      if (victim === undefined) throw new Error("nothing to damage");
      await writeFile(join(path, blobPath(victim.digest)), Buffer.alloc(victim.size));

      await expect(openImage(path).then(readAll)).rejects.toMatchObject({
        code: expect.stringMatching(/^(image|archive)-invalid$/),
        message: expect.stringContaining(victim.digest),
      });
    });

    test("a blob that is longer, cut off or missing", async () => {
      await using directory = await temporaryLayout();
      const path = await writeLayout(directory.path, [small]);
      const { manifest } = await openImage(path);
      const blob = join(path, blobPath(manifest.config.digest));

      await truncate(blob, manifest.config.size + 1);
      await expect(openImage(path)).rejects.toMatchObject(invalid("its descriptor states"));
      await truncate(blob, 3);
      await expect(openImage(path)).rejects.toMatchObject(invalid("has 3 bytes"));
      await rm(blob);
      await expect(openImage(path)).rejects.toMatchObject(invalid("is missing"));
    });

    test("bytes of a layer that do not match its diffID", async () => {
      await using directory = await temporaryLayout();
      const layout = new LayoutFixture(directory.path);
      const layer = await layout.blob(mediaTypes.layerGzip, gzipSync(Buffer.alloc(1024)));
      const config = {
        architecture: "amd64",
        os: "linux",
        rootfs: { type: "layers", diff_ids: [layer.digest] },
      };
      await layout.finish(await layout.manifest([layer], config));

      const image = await openImage(directory.path);

      await expect(readAll(image)).rejects.toMatchObject(invalid("the diffID sha256:"));
    });

    test.each([
      ["gzip", Buffer.from("not gzip, nor anything else"), mediaTypes.layerGzip],
      ["gzip that is cut off", gzipSync(Buffer.alloc(1024)).subarray(0, 15), mediaTypes.layerGzip],
      ["zstd", Buffer.from("not zstd, nor anything else"), mediaTypes.layerZstd],
      ["an empty file", Buffer.alloc(0), mediaTypes.layerZstd],
      ["an empty tar", Buffer.alloc(0), mediaTypes.layer],
      ["of a type that is unknown", Buffer.alloc(1024), "application/vnd.oci.image.layer.v1.tar+bzip2"],
    ])("a layer that is not %s", async (_, bytes, mediaType) => {
      await using directory = await temporaryLayout();
      const layout = new LayoutFixture(directory.path);
      const layer = await layout.blob(mediaType, bytes);
      const diffIds = [digestOfBytes(Buffer.alloc(1024))];
      const config = { architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: diffIds } };
      await layout.finish(await layout.manifest([layer], config));

      await expect(openImage(directory.path).then(readAll)).rejects.toMatchObject({
        code: expect.stringMatching(/^(image|archive)-invalid$/),
      });
      expect(await openFiles(directory.path)).toEqual([]);
    });

    test("fewer diffIDs than layers", async () => {
      await using directory = await temporaryLayout();
      const layout = new LayoutFixture(directory.path);
      const layer = await layout.blob(mediaTypes.layer, Buffer.alloc(1024));
      const config = {
        architecture: "amd64",
        os: "linux",
        rootfs: { type: "layers", diff_ids: [layer.digest] },
      };
      await layout.finish(await layout.manifest([layer, layer], config));

      await expect(openImage(directory.path)).rejects.toMatchObject(invalid("has 2 layers"));
    });

    test.each([mediaTypes.layerGzip, mediaTypes.layerZstd])(
      "a layer of %s with any byte another",
      async (mediaType) => {
        await using directory = await temporaryLayout();
        const path = await writeLayout(directory.path, [[...large, ...hardRoot]], { mediaType });
        const image = await openImage(path);
        const blob = join(path, blobPath(image.manifest.layers[0]?.digest ?? digestOfBytes("")));
        const bytes = await readFile(blob);

        for (const place of [10, 1000, bytes.length >> 1, bytes.length - 100, bytes.length - 6]) {
          await writeFile(blob, Buffer.from(bytes).fill((bytes[place] ?? 0) ^ 1, place, place + 1));
          await expect(readAll(image)).rejects.toMatchObject({
            code: expect.stringMatching(/^(image|archive)-invalid$/),
          });
        }
        expect(await openFiles(directory.path)).toEqual([]);
      },
    );

    test.each(["blobs", "blobs/sha256", "index.json", "oci-layout"])("%s that is a link", async (name) => {
      await using directory = await temporaryLayout();
      const path = await writeLayout(join(directory.path, "layout"), [small]);
      await rename(join(path, name), join(directory.path, "outside"));
      await symlink("outside", join(path, name));
      await rename(join(directory.path, "outside"), join(path, "outside"));

      await expect(openImage(path)).rejects.toMatchObject({ code: "image-invalid" });
    });

    test("a blob that is a link, a pipe or a directory", async () => {
      await using directory = await temporaryLayout();
      const path = await writeLayout(directory.path, [small]);
      const { manifest } = await openImage(path);
      const blob = join(path, blobPath(manifest.config.digest));
      await rename(blob, `${blob}-moved`);

      await symlink(`${blob}-moved`, blob);
      await expect(openImage(path)).rejects.toMatchObject(invalid("not a regular file"));
      await rm(blob);
      execFileSync("mkfifo", [blob]);
      await expect(openImage(path)).rejects.toMatchObject(invalid("not a regular file"));
      await rm(blob);
      await mkdir(blob);
      await expect(openImage(path)).rejects.toMatchObject(invalid("not a regular file"));
    });

    test.each([
      ["not JSON", "{"],
      ["of another form", `{"schemaVersion":1,"manifests":[]}`],
      [
        "with a digest that is a path",
        `{"schemaVersion":2,"manifests":[{"mediaType":"${mediaTypes.manifest}","digest":"sha256:../../../../etc/passwd","size":1}]}`,
      ],
    ])("an index that is %s", async (_, text) => {
      await using directory = await temporaryLayout();
      const path = await new LayoutFixture(directory.path).finish();
      await writeFile(join(path, "index.json"), text);

      await expect(openImage(path)).rejects.toMatchObject(invalid("index.json"));
    });

    test("a document of more than 4 MiB", async () => {
      await using directory = await temporaryLayout();
      const path = await new LayoutFixture(directory.path).finish();
      await truncate(join(path, "index.json"), 4 * 1024 * 1024 + 1);

      await expect(openImage(path)).rejects.toMatchObject(invalid("at most 4194304"));
    });
  });
});
