import { describe, expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import { blobPath, descriptorOf } from "./descriptor.ts";
import { imageConfig, imageConfigSchema } from "./image-config.ts";
import { imageIndex, imageIndexSchema, withTag } from "./image-index.ts";
import { imageManifest, imageManifestSchema } from "./image-manifest.ts";
import { mediaTypes } from "./media-types.ts";
import { ociLayout, ociLayoutSchema } from "./oci-layout.ts";
import { platformOf } from "./platform.ts";

const config = imageConfig({
  platform: platformOf("armhf"),
  timestamp: 1_763_769_600,
  labels: { a: "b" },
  layers: [{ diffId: digestOfBytes("tar"), createdBy: "debootc" }],
});
const manifest = imageManifest({
  config: descriptorOf(mediaTypes.config, JSON.stringify(config)),
  layers: [descriptorOf(mediaTypes.layerZstd, "layer")],
  annotations: {},
});
const index = imageIndex([withTag(descriptorOf(mediaTypes.manifest, JSON.stringify(manifest)), "latest")]);

describe("OCI documents", () => {
  test("are read back as built", () => {
    expect(imageConfigSchema.parse(config)).toEqual(config);
    expect(imageManifestSchema.parse(manifest)).toEqual(manifest);
    expect(imageIndexSchema.parse(index)).toEqual(index);
    expect(ociLayoutSchema.parse(ociLayout)).toEqual(ociLayout);
  });

  test("let a container start systemd in a locale that knows all characters, and halt it as systemd expects", () => {
    expect(config).toEqual({
      architecture: "arm",
      variant: "v7",
      os: "linux",
      created: "2025-11-22T00:00:00Z",
      config: {
        Cmd: ["/sbin/init"],
        Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"],
        Labels: { a: "b" },
        StopSignal: "SIGRTMIN+3",
      },
      rootfs: { type: "layers", diff_ids: [digestOfBytes("tar")] },
      history: [{ created: "2025-11-22T00:00:00Z", created_by: "debootc" }],
    });
  });

  test("keep unknown fields when they are read", () => {
    expect(imageManifestSchema.parse({ ...manifest, artifactType: "x" })).toHaveProperty("artifactType", "x");
  });

  test("include descriptors that count bytes, for characters of any width", () => {
    expect(descriptorOf("x", "é")).toEqual({ mediaType: "x", digest: digestOfBytes("é"), size: 2 });
  });

  test("place a blob under its algorithm", () => {
    expect(blobPath(`sha256:${"0".repeat(64)}`)).toBe(`blobs/sha256/${"0".repeat(64)}`);
  });

  test.each([
    [imageManifestSchema, { ...manifest, schemaVersion: 1 }],
    [imageManifestSchema, { ...manifest, layers: [] }],
    [imageManifestSchema, { ...manifest, config: { ...manifest.config, digest: "md5:0" } }],
    [imageIndexSchema, { ...index, mediaType: mediaTypes.manifest }],
    [ociLayoutSchema, { imageLayoutVersion: "2.0.0" }],
  ])("what the specification does not allow is refused (%#)", (schema, document) => {
    expect(schema.safeParse(document).success).toBe(false);
  });
});
