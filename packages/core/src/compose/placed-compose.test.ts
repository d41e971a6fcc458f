import { describe, expect, test } from "vitest";
import { type ComposeRecord, composeRecord } from "./compose-record.ts";
import { composeAt, portableCompose } from "./placed-compose.ts";

const made = "/srv/out/tiny-1-20261122.0";
const hex = "a".repeat(64);
const leg: ComposeRecord["legs"][number] = {
  variant: "tiny",
  architecture: "amd64",
  title: "tiny",
  treefile: "tiny",
  ref: "debian/trixie/amd64/tiny",
  treeVersion: "1.0",
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
  lock: `${made}/compose/tiny/amd64/lock.json`,
  files: {},
};
const compose: ComposeRecord = {
  composeId: "tiny-1-20261122.0",
  directory: made,
  expected: [{ variant: "tiny", architecture: "amd64", required: true }],
  legs: [leg],
};

const read = (text: string, directory: string) =>
  composeAt(composeRecord.parse(text, "compose.json"), directory);

describe("the record of a compose", () => {
  test("contains no path outside the compose, and gives the compose back where it is now", () => {
    const text = composeRecord.serialize(portableCompose(compose));

    expect(text).not.toContain("/srv");
    expect(read(text, made)).toEqual(compose);
    expect(read(text, "/moved/to x")).toEqual({
      ...compose,
      directory: "/moved/to x",
      legs: [
        {
          ...leg,
          commit: { ...leg.commit, repo: "/moved/to x/compose/tiny/amd64/ostree" },
          image: { ...leg.image, layout: "/moved/to x/compose/tiny/amd64/oci" },
          lock: "/moved/to x/compose/tiny/amd64/lock.json",
        },
      ],
    });
  });

  test.each([1, 2, 3])(
    "of version %i, which had one leg, is read; before 3 its paths are absolute",
    (version) => {
      const { variant: _variant, title: _title, files: _files, lock, ...facts } = leg;
      const inside = (path: string) => (version < 3 ? path : path.replace(`${made}/`, ""));
      const nodes = [{ id: "lock", title: "Lock", phase: "gather", seconds: 1.5, reused: true }];
      const text = JSON.stringify({
        ...facts,
        schema: "debootc/compose",
        version,
        composeId: compose.composeId,
        directory: version < 3 ? made : ".",
        commit: { ...leg.commit, repo: inside(leg.commit.repo) },
        image: { ...leg.image, layout: inside(leg.image.layout), update: { layers: 1, bytes: 1 } },
        nodes,
        warnings: [],
        files: { lock: inside(lock), log: inside(`${made}/logs`) },
      });

      expect(read(text, made)).toEqual(compose);
    },
  );
});
