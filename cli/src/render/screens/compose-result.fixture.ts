import type { ComposeResult, LegResult } from "@debootc/core/compose/compose-result";
import type { NodeTiming } from "@debootc/core/compose/node-timing";

const directory = "/home/me/out/debian-minimal-13-20261122.0";
const hex = "4f2a9c1b03de5a77c0ffee4f2a9c1b03de5a77c0ffee4f2a9c1b03de5a77c0ff";

/** A leg of a tree that boots, as seen from /home/me. */
export const bootableLeg: LegResult = {
  variant: "minimal",
  architecture: "amd64",
  title: "minimal",
  treefile: "minimal",
  ref: "debian/13/amd64/minimal",
  treeVersion: "13.20261122.0",
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
    tag: "13.20261122.0",
  },
  hasBootLoader: true,
  found: { errors: 0, warnings: 0 },
  update: { layers: 7, bytes: 12_300_000 },
  root: { bytes: 612_300_000, files: 21_304 },
  lock: `${directory}/compose/minimal/amd64/lock.json`,
  files: {},
};

/** A finished compose of a tree that boots, as seen from /home/me. */
export const bootableResult: ComposeResult = {
  composeId: "debian-minimal-13-20261122.0",
  directory,
  release: { short: "minimal", name: "minimal", version: "13" },
  expected: [{ variant: "minimal", architecture: "amd64", required: true }],
  legs: [bootableLeg],
  nodes: [
    finished("lock", "Resolve packages", "gather", 0, 2.1),
    finished("packages", "Download packages", "gather", 2.1, 16),
    finished("root", "Build the root", "build", 18.1, 64),
    { ...finished("commit", "Commit to ostree", "ostree", 82.1, 0), outcome: "reused" },
  ],
  warnings: [],
  files: { log: `${directory}/logs`, report: `${directory}/report.html` },
};
function finished(
  node: string,
  title: string,
  phase: string,
  startSeconds: number,
  seconds: number,
): NodeTiming {
  return { node, title, phase, outcome: "finished", startSeconds, seconds };
}
