import type { ComposeResult, LegResult } from "@debootc/core/compose/compose-result";
import type { Digest } from "@debootc/core/record/digest";

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const base = "/out/tiny-13-20261130.0/compose/tiny/amd64";

const leg: LegResult = {
  ...{
    variant: "tiny",
    architecture: "amd64",
    title: "tiny",
    treefile: "tiny",
    ref: "debian/trixie/amd64/tiny",
  },
  ...{
    treeVersion: "13.0",
    timestamp: "2026-11-30T00:00:00Z",
    suite: "trixie",
    packageCount: 59,
    downloadBytes: 0,
  },
  commit: { checksum: "c".repeat(64), repo: `${base}/ostree`, bootable: false },
  image: {
    ...{
      layout: `${base}/oci`,
      manifestDigest: digest("d"),
      size: 30_000_000,
      compression: "zstd",
      tag: "latest",
    },
  },
  root: { bytes: 95_000_000, files: 3931 },
  lock: `${base}/lock.json`,
  files: { "sbom.spdx.json": digest("e") },
};

/** Is a compose of one leg that was built in half a minute. */
export const composeResult: ComposeResult & { readonly legs: readonly [LegResult] } = {
  composeId: "tiny-13-20261130.0",
  directory: "/out/tiny-13-20261130.0",
  expected: [{ variant: "tiny", architecture: "amd64", required: true }],
  legs: [leg],
  nodes: [
    { node: "root", phase: "build", title: "Build", outcome: "finished", startSeconds: 0, seconds: 30 },
  ],
  warnings: [],
  files: { log: "/out/tiny-13-20261130.0/logs" },
};
