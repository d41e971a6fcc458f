import { describe, expect, test } from "vitest";
import { type ComposeResult, composeResult } from "./compose-result.ts";
import { composeAt, portableCompose } from "./placed-compose.ts";

const made = "/srv/out/tiny-1-20261122.0";
const hex = "a".repeat(64);
const compose: ComposeResult = {
  composeId: "tiny-1-20261122.0",
  directory: made,
  treefile: "tiny",
  ref: "debian/trixie/amd64/tiny",
  treeVersion: "1.0",
  architecture: "amd64",
  timestamp: "2026-11-22T10:00:00Z",
  suite: "trixie",
  packageCount: 59,
  commit: { checksum: hex, repo: `${made}/compose/tiny/amd64/ostree`, bootable: false },
  image: {
    layout: `${made}/compose/tiny/amd64/oci`,
    manifestDigest: `sha256:${hex}`,
    size: 1,
    compression: "zstd",
    tag: "latest",
  },
  root: { bytes: 1, files: 1 },
  nodes: [
    { node: "lock", title: "Lock", phase: "gather", outcome: "reused", startSeconds: 0, seconds: 1.5 },
    { node: "root", title: "Root", phase: "build", outcome: "finished", startSeconds: 1.5, seconds: 2 },
  ],
  warnings: [],
  files: { lock: `${made}/compose/tiny/amd64/lock.json`, log: `${made}/logs` },
};

const read = (text: string, directory: string) =>
  composeAt(composeResult.parse(text, "compose.json"), directory);

describe("the record of a compose", () => {
  test("contains no path outside the compose, and gives the compose back where it is now", () => {
    const text = composeResult.serialize(portableCompose(compose));

    expect(text).not.toContain("/srv");
    expect(read(text, made)).toEqual(compose);
    expect(read(text, "/moved/to x")).toEqual({
      ...compose,
      directory: "/moved/to x",
      commit: { ...compose.commit, repo: "/moved/to x/compose/tiny/amd64/ostree" },
      image: { ...compose.image, layout: "/moved/to x/compose/tiny/amd64/oci" },
      files: { lock: "/moved/to x/compose/tiny/amd64/lock.json", log: "/moved/to x/logs" },
    });
  });

  test.each([1, 2])(
    "of version %i is read: with paths of the place where it was made, and other nodes",
    (version) => {
      const nodes = compose.nodes.map(({ node, title, phase, outcome, seconds }) => ({
        id: node,
        title,
        phase,
        seconds,
        reused: outcome === "reused",
      }));
      const text = JSON.stringify({ ...compose, nodes, schema: "debootc/compose", version });

      expect(read(text, made)).toEqual(compose);
      expect(read(text, "/moved").files.log).toBe("/moved/logs");
    },
  );
});
