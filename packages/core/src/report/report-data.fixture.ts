import { composeChanges } from "../diff/compose-changes.ts";
import { digestOfBytes } from "../record/digest.ts";
import type { ReportData } from "./report-data.ts";

const installed = (name: string, version: string, installedSize: number, source = name) => ({
  name,
  version,
  architecture: "amd64",
  source,
  installedSize,
});
const layer = (components: readonly string[], size: number, content = components.join()) => ({
  digest: digestOfBytes(`${content} packed`),
  diffId: digestOfBytes(content),
  size,
  uncompressedSize: size * 3,
  components,
});

const packages = [
  installed("coreutils", "9.7-3", 18_900_000),
  installed("libc6", "2.41-12", 13_000_000, "glibc"),
  installed("libc-bin", "2.41-12", 2_700_000, "glibc"),
  installed("libssl3t64", "3.5.4-1~deb13u1", 8_700_000, "openssl"),
  installed("hello", "2.10-5", 286_720),
  installed("linux-image-6.12.57+deb13-amd64", "6.12.57-1", 120_000_000, "linux-signed-amd64"),
];
const layers = [
  layer(["linux-signed-amd64"], 90_000_000, "kernel 57"),
  layer(["coreutils"], 4_300_000),
  layer(["glibc"], 4_800_000),
  layer(["openssl"], 3_200_000, "openssl 4"),
  layer(["generated/dpkg", "hello"], 63_300),
];
const checksum = "5f57b6e1da54f8fd096dd8b23878bdf0a507a0b96614fb0e245a7d6bf2396db7";

/** A compose that boots, after one with an older kernel and without hello. */
export const reportData: ReportData = {
  compose: {
    composeId: "minimal-13-20261122.1",
    treefile: "minimal",
    ref: "debian/trixie/amd64/minimal",
    treeVersion: "13.1",
    architecture: "amd64",
    suite: "trixie",
    timestamp: 1_763_769_600,
    kernel: "6.12.57+deb13-amd64",
    commit: { checksum, bootable: true },
    image: { manifestDigest: digestOfBytes("manifest"), size: 102_363_300, compression: "zstd", tag: "13.1" },
    root: { bytes: 163_000_000, files: 21_304 },
  },
  places: {
    compose: ".",
    layout: "compose/minimal/amd64/oci",
    repo: "compose/minimal/amd64/ostree",
    sboms: [
      { title: "SPDX 2.3", path: "compose/minimal/amd64/sbom.spdx.json" },
      { title: "CycloneDX 1.6", path: "compose/minimal/amd64/sbom.cdx.json" },
    ],
    disks: [{ format: "qcow2", path: "compose/minimal/amd64/images/minimal-13-20261122.1.amd64.qcow2" }],
    checksums: "compose/SHA256SUMS",
  },
  packages,
  builtHere: [],
  layers,
  timings: [
    {
      node: "lock",
      phase: "gather",
      title: "Choose the packages",
      outcome: "reused",
      startSeconds: 0,
      seconds: 0.2,
    },
    {
      node: "root",
      phase: "build",
      title: "Build the root",
      outcome: "finished",
      after: ["lock"],
      startSeconds: 0.2,
      seconds: 64,
    },
    {
      node: "image",
      phase: "output",
      title: "Export the image",
      outcome: "finished",
      after: ["root"],
      startSeconds: 64.2,
      seconds: 9,
    },
    {
      node: "lint",
      phase: "output",
      title: "Judge the image",
      outcome: "finished",
      after: ["root"],
      startSeconds: 64.2,
      seconds: 2,
    },
  ],
  changes: composeChanges(
    {
      id: "minimal-13-20261121.0",
      treeVersion: "13.0",
      kernel: "6.12.48+deb13-amd64",
      checksum: "9".repeat(64),
      packages: [
        ...packages.slice(0, 3),
        installed("libssl3t64", "3.5.1-1", 8_600_000, "openssl"),
        installed("linux-image-6.12.48+deb13-amd64", "6.12.48-1", 119_000_000, "linux-signed-amd64"),
      ],
      layers: [...layers.slice(1, 3), layer(["openssl"], 3_100_000, "openssl 1")],
    },
    { id: "minimal-13-20261122.1", treeVersion: "13.1", checksum, packages, layers },
  ),
  lint: {
    findings: [
      {
        rule: "var-log",
        level: "warning",
        path: "/var/log/apt/history.log",
        message: "is a build log",
        hint: "Remove it with remove-files.",
      },
    ],
    leftOut: [],
    errors: 0,
    warnings: 1,
    checked: ["var-log", "kernel-missing"],
    skipped: [],
    unread: [],
  },
  warnings: [
    { severity: "warning", code: "index-expired", message: "an index has expired", hint: "Sign it again." },
  ],
};
