import { expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import type { ComposedLeg } from "./composed-leg.ts";
import { composeMetadata } from "./compose-metadata.ts";
import { parseComposeId } from "./compose-id.ts";

const composeId = "minimal-13-20261122.1";
const leg: ComposedLeg = {
  ...{ variant: "minimal", architecture: "amd64", title: "Minimal", treefile: "minimal", ref: "a" },
  ...{ treeVersion: "13.1", timestamp: "2026-11-22T00:00:00Z", suite: "trixie", packageCount: 1 },
  kernel: "6.12",
  commit: { checksum: "0".repeat(64), repo: "/out/c/compose/minimal/amd64/ostree", bootable: true },
  image: {
    ...{ layout: "/out/c/compose/minimal/amd64/oci", manifestDigest: digestOfBytes("manifest") },
    ...{ size: 5, compression: "zstd", tag: "13.1" },
  },
  disks: [
    { format: "raw", file: `${composeId}.amd64.raw`, digest: digestOfBytes("raw"), size: 4096 },
    { format: "qcow2", file: `${composeId}.amd64.qcow2`, digest: digestOfBytes("qcow2"), size: 77 },
  ],
  root: { bytes: 1, files: 1 },
  lock: "/out/c/compose/minimal/amd64/lock.json",
  files: {},
};

/** Returns what images.json says of a leg. */
function imagesOf(composed: ComposedLeg) {
  const release = { short: "minimal", name: "Minimal", version: "13" };
  const described = { id: parseComposeId(composeId), composeId, release, top: "/out/c/compose" };
  const { payload } = JSON.parse(
    composeMetadata(described, [{ composed, packages: [] }])["images.json"] ?? "",
  ) as {
    readonly payload: { readonly images: Record<string, Record<string, readonly unknown[]>> };
  };
  return payload.images["minimal"]?.["amd64"];
}

test("disks of a leg are images like its container, with their format, size and digest", () => {
  const disk = (format: string, size: number) => ({
    ...{ type: format, format, size, bootable: true, arch: "amd64", subvariant: "minimal" },
    ...{ path: `minimal/amd64/images/${composeId}.amd64.${format}`, mtime: 1_795_305_600 },
    checksums: { sha256: digestOfBytes(format).slice("sha256:".length) },
  });

  expect(imagesOf(leg)).toMatchObject([disk("qcow2", 77), disk("raw", 4096), { type: "bootable-container" }]);
});

test("a leg without disks has its container alone", () => {
  const { disks: _disks, ...without } = leg;

  expect(imagesOf(without)).toHaveLength(1);
});
