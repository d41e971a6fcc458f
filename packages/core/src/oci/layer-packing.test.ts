import { describe, expect, test } from "vitest";
import { layerPacking } from "./layer-packing.ts";

describe("layerPacking", () => {
  test.each([
    ["application/vnd.oci.image.layer.v1.tar", "none"],
    ["application/vnd.oci.image.layer.v1.tar+gzip", "gzip"],
    ["application/vnd.oci.image.layer.v1.tar+zstd", "zstd"],
    ["application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", "gzip"],
    ["application/vnd.docker.image.rootfs.diff.tar", "none"],
    ["application/vnd.docker.image.rootfs.diff.tar.gzip", "gzip"],
    ["application/vnd.docker.image.rootfs.diff.tar.zstd", "zstd"],
    ["application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", "gzip"],
    ["application/vnd.oci.image.layer.v1.tar+bzip2", undefined],
    ["application/vnd.oci.image.layer.v1.tar+encrypted", undefined],
    ["application/vnd.in-toto+json", undefined],
  ])("%s is packed with %s", (mediaType, packing) => {
    expect(layerPacking(mediaType)).toBe(packing);
  });
});
