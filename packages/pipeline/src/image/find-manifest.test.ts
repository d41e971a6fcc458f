import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Descriptor } from "@debootc/core/oci/descriptor";
import { imageIndex, withTag } from "@debootc/core/oci/image-index";
import { dockerMediaTypes, mediaTypes } from "@debootc/core/oci/media-types";
import { platformOf } from "@debootc/core/oci/platform";
import { describe, expect, test } from "vitest";
import { LayoutFixture } from "./layout.fixture.ts";
import { openImage } from "./open-image.ts";
import { hardRoot, wholeEntry } from "./root.fixture.ts";

const temporaryLayout = () => mkdtempDisposable(join(tmpdir(), "debootc-layout-"));
const small = [wholeEntry({ path: "hostname", type: "file", bytes: Buffer.from("box") })];

describe("findManifest", () => {
  async function many(path: string) {
    const layout = new LayoutFixture(path);
    const images: Record<string, Descriptor> = {};
    for (const architecture of ["amd64", "arm64", "armhf"]) {
      images[architecture] = await layout.image({ layers: [small], architecture });
    }
    const withPlatform = Object.entries(images).map(([architecture, manifest]) => ({
      ...manifest,
      platform: { ...platformOf(architecture) },
    }));
    const attestation = {
      ...(await layout.image({ layers: [hardRoot] })),
      platform: { architecture: "unknown", os: "unknown" },
    };
    const inner = await layout.blob(dockerMediaTypes.index, {
      ...imageIndex([...withPlatform, attestation]),
      mediaType: dockerMediaTypes.index,
    });
    const outer = await layout.blob(mediaTypes.index, imageIndex([inner]));
    const sole = await layout.image({ layers: [hardRoot], architecture: "amd64" });
    await layout.finish(withTag(outer, "all"), withTag(sole, "sole"));
    return { images, sole };
  }

  test("what is about an image is none, but an image may be listed with its type", async () => {
    await using directory = await temporaryLayout();
    const layout = new LayoutFixture(directory.path);
    const image = await layout.image({ layers: [small] });
    const about = { ...(await layout.image({ layers: [hardRoot] })), artifactType: "application/spdx+json" };
    await layout.finish({ ...image, artifactType: mediaTypes.config }, about, withTag(about, "about"));

    expect((await openImage(directory.path)).manifestDigest).toBe(image.digest);
    await expect(openImage(directory.path, { tag: "about" })).rejects.toThrow("no image called about");
  });

  test("a nested index gives the image of the architecture, with the tag of the outermost", async () => {
    await using directory = await temporaryLayout();
    const { images } = await many(directory.path);

    for (const architecture of ["amd64", "arm64", "armhf"]) {
      const image = await openImage(directory.path, { tag: "all", architecture });
      expect(image).toMatchObject({ tag: "all", manifestDigest: images[architecture]?.digest });
    }
  });

  test("without a platform in the descriptor, the configuration has it", async () => {
    await using directory = await temporaryLayout();
    const { sole } = await many(directory.path);

    const image = await openImage(directory.path, { tag: "sole", architecture: "amd64" });

    expect(image.manifestDigest).toBe(sole.digest);
    await expect(openImage(directory.path, { tag: "sole", architecture: "arm64" })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("no image called sole for arm64"),
    });
  });

  test("an ambiguous choice is refused with a list of the images", async () => {
    await using directory = await temporaryLayout();
    await many(directory.path);

    await expect(openImage(directory.path)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("4 images"),
      hint: expect.stringContaining("all (linux/arm/v7)"),
    });
    await expect(openImage(directory.path, { tag: "none" })).rejects.toMatchObject({ code: "usage" });
  });

  test("one image with two names is not ambiguous, and a signature is not an image", async () => {
    await using directory = await temporaryLayout();
    const layout = new LayoutFixture(directory.path);
    const image = await layout.image({ layers: [small] });
    const signature = await layout.blob(mediaTypes.manifest, {
      schemaVersion: 2,
      config: await layout.blob("application/vnd.oci.empty.v1+json", {}),
      layers: [await layout.blob("application/vnd.dev.cosign.simplesigning.v1+json", {})],
    });
    await layout.finish(withTag(image, "a"), withTag(image, "b"), withTag(signature, "sha256-x.sig"));

    expect(await openImage(directory.path)).toMatchObject({ manifestDigest: image.digest });
  });

  test("indexes that multiply", async () => {
    await using directory = await temporaryLayout();
    const layout = new LayoutFixture(directory.path);
    let inner = await layout.image({ layers: [small] });
    for (let depth = 0; depth < 30; depth += 1) {
      inner = await layout.blob(mediaTypes.index, imageIndex([inner, inner]));
    }
    await layout.finish(inner);

    await expect(openImage(directory.path)).rejects.toMatchObject({
      code: "image-invalid",
      message: expect.stringContaining("lists too much"),
    });
  });
});
