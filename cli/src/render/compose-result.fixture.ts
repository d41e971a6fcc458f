import type { ComposeResult } from "@debootc/core/compose/compose-result";

const directory = "/home/me/out/debian-minimal-13-20261122.0";
const hex = "4f2a9c1b03de5a77c0ffee4f2a9c1b03de5a77c0ffee4f2a9c1b03de5a77c0ff";

/** A finished compose of a tree that boots, as seen from /home/me. */
export const bootableResult: ComposeResult = {
  composeId: "debian-minimal-13-20261122.0",
  directory,
  treefile: "minimal",
  ref: "debian/13/amd64/minimal",
  treeVersion: "13.20261122.0",
  architecture: "amd64",
  timestamp: "2026-11-22T10:00:00Z",
  suite: "trixie",
  packageCount: 312,
  downloadBytes: 310_200_000,
  kernel: "6.12.48+deb13-amd64",
  commit: { checksum: hex, repo: `${directory}/compose/minimal/amd64/ostree`, bootable: true },
  image: {
    layout: `${directory}/compose/minimal/amd64/oci`,
    manifestDigest: `sha256:${hex}`,
    size: 201_400_000,
    compression: "zstd",
    layerCount: 96,
    update: { layers: 7, bytes: 12_300_000 },
    tag: "13.20261122.0",
  },
  root: { bytes: 612_300_000, files: 21_304 },
  nodes: [
    { id: "lock", title: "Resolve packages", phase: "gather", seconds: 2.1, reused: false },
    { id: "packages", title: "Download packages", phase: "gather", seconds: 16, reused: false },
    { id: "root", title: "Build the root", phase: "build", seconds: 64, reused: false },
    { id: "commit", title: "Commit to ostree", phase: "ostree", seconds: 0, reused: true },
  ],
  warnings: [],
  files: { lock: "/home/me/treefiles/minimal.lock.json", log: `${directory}/logs` },
};
