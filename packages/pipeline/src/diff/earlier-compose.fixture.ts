import { join } from "node:path";

/** Returns what the record of an earlier debootc says of a compose of one leg. */
export function composeAt(directory: string) {
  return {
    composeId: "made-1-20261122.0",
    directory,
    treefile: "made",
    ref: "a/b",
    treeVersion: "1",
    architecture: "amd64",
    timestamp: "2026-11-22T00:00:00Z",
    suite: "trixie",
    packageCount: 1,
    commit: { checksum: "0".repeat(64), repo: join(directory, "ostree"), bootable: false },
    image: {
      layout: join(directory, "oci"),
      manifestDigest: `sha256:${"0".repeat(64)}` as const,
      size: 1,
      compression: "zstd" as const,
      tag: "1.0",
    },
    root: { bytes: 1, files: 1 },
    nodes: [],
    warnings: [],
    files: { lock: join(directory, "lock.json"), log: join(directory, "logs") },
  };
}
