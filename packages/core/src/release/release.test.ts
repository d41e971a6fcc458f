import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checksumsText } from "../compose/checksums.ts";
import { parseChecksums } from "../compose/parse-checksums.ts";
import { digestOfBytes } from "../record/digest.ts";
import { assetSource } from "./asset-source.ts";
import { artifactStates, artifactTransitions } from "../task/artifact-state.ts";
import { assetsOfFile, releaseChecksums } from "./release-file.ts";
import { markerOf, markerText } from "./release-marker.ts";
import { type DescribedRelease, releaseNotes } from "./release-notes.ts";
import { releaseStates, releaseTransitions } from "../task/release-state.ts";

const digest = digestOfBytes("");

test.each([
  ["metadata/compose.json", "os-13-1.compose.json"],
  ["server/amd64/oci/blobs/sha256/ab", "os-13-1-server-amd64.oci.tar"],
  ["server/amd64/images/os.qcow2", "os-13-1-server-amd64.os.qcow2"],
  ["server/amd64/sbom.spdx.json", "os-13-1-server-amd64.sbom.spdx.json"],
  ["server/amd64/ostree/config", "os-13-1-server-amd64.ostree.tar"],
  ["server/amd64/ostree/refs/heads/debian/trixie", "os-13-1-server-amd64.ostree.tar"],
  [`server/amd64/ostree/objects/ab/${"c".repeat(62)}.filez`, "os-13-1-server-amd64.ostree.tar"],
  [`server/amd64/ostree/objects/ab/${"c".repeat(62)}.file`, undefined],
  ["server/amd64/ostree/refs/heads/../../../etc", undefined],
  ["server/amd64/ostree/tmp/cache", undefined],
  ["server/amd64/images/os.raw\n```", undefined],
  ["server/amd64;reboot/lock.json", undefined],
  ["server/amd64/images/$(id).raw", undefined],
  ["server/amd64/lint.json", undefined],
  ["server/index.json", undefined],
  ["metadata/other.json", undefined],
  ["metadata/images/packages.json", undefined],
])("%s becomes the asset %s", (path, asset) => {
  expect(assetSource("os-13-1", path)?.asset).toBe(asset);
});

test("a list of checksums is read as it was written, whatever the names are", () => {
  const paths = fc.uniqueArray(
    fc.string({ minLength: 1, unit: fc.constantFrom("a", "/", "\\", "\n", "\r", " ", "n") }),
  );
  fc.assert(
    fc.property(paths, (names) => {
      const sums = new Map(names.map((name) => [name, digestOfBytes(name)]));
      expect(parseChecksums(checksumsText(sums))).toEqual(sums);
    }),
  );
});

test("what is no list of checksums, or names a path twice, is not read", () => {
  const line = checksumsText(new Map([["a", digest]]));
  expect(parseChecksums(line + line)).toBeUndefined();
  expect(parseChecksums("a b\n")).toBeUndefined();
});

test("a published release, and an expired artifact, is the end; every state but the first is reached", () => {
  expect(releaseTransitions.published).toEqual([]);
  expect(artifactTransitions.expired).toEqual([]);
  expect(new Set(Object.values(releaseTransitions).flat())).toEqual(new Set(releaseStates));
  expect(new Set(Object.values(artifactTransitions).flat())).toEqual(new Set(artifactStates));
});

test("a marker is found in notes, and nothing else is one", () => {
  const marker = { run: 12, composeId: "os-13-20261130.0", digest };
  expect(markerOf(`text\n${markerText(marker)}\nmore`)).toEqual(marker);
  for (const notes of [null, "", "<!-- debootc:release:12 -->", "<!-- debootc:release:x:y:z -->"])
    expect(markerOf(notes)).toBeUndefined();
});

describe("a file that is divided", () => {
  const file = {
    ...{ name: "a.tar", mediaType: "application/x-tar", size: 25, digest },
    parts: [10, 10, 5].map((size, index) => ({ name: `a.tar.part-00${index + 1}`, size, digest })),
  };

  test("has assets that cover it without gaps", () => {
    const assets = assetsOfFile(file);
    expect(assets.map(({ start, size }) => [start, size])).toEqual([
      [0, 10],
      [10, 10],
      [20, 5],
    ]);
  });

  test("is in the list of checksums whole and in parts", () => {
    expect(releaseChecksums([file]).trimEnd().split("\n")).toHaveLength(4);
  });
});

describe("the notes of a release", () => {
  const packages = {
    "a/amd64": [{ name: "x", version: "1", architecture: "amd64", source: "x", installedSize: 1 }],
  };
  const release: DescribedRelease = {
    ...{ repository: "acme/os", run: 1, tag: "v1", composeId: "os-13-1", sha: "a".repeat(40), digest },
    ...{ legs: [], missing: [], files: [], packages, previous: undefined },
  };

  test("name what the release does without", () => {
    expect(releaseNotes({ ...release, missing: ["root@b/arm64"] })).toContain(
      "Not in this release: `root@b/arm64`.",
    );
  });

  test("quote a tag that means something to a shell", () => {
    expect(releaseNotes({ ...release, tag: "v1;rm -rf 'x'" })).toContain(
      "gh release download 'v1;rm -rf '\\''x'\\''' --repo",
    );
  });

  test("take no name of an image that is none", () => {
    const leg = { name: "a/amd64", treeVersion: "1", checksum: "c", manifestDigest: digest };
    const files = [{ name: "x.oci.tar", mediaType: "application/x-tar", size: 1, digest, parts: [] }];
    const named = (tag: string) => releaseNotes({ ...release, files, legs: [{ ...leg, tag }] });
    expect(named("13.1")).toContain("bootc switch --transport oci-archive x.oci.tar:13.1\n");
    expect(named("x\n```\n# evil")).toContain("bootc switch --transport oci-archive x.oci.tar:latest\n");
  });

  test("fit GitHub's limit whatever has changed", () => {
    const many = (version: string) =>
      Array.from({ length: 20_000 }, (_, index) => ({
        ...{ name: `package-${index}`, version, architecture: "amd64", source: `source-${index}` },
        installedSize: 1,
      }));
    const notes = releaseNotes({
      ...{ ...release, packages: { "a/amd64": many("2") } },
      previous: { tag: "v0", packages: { "a/amd64": many("1") } },
    });
    expect(notes.length).toBeLessThan(125_000);
    expect(notes).toContain("too many to list");
  });

  test("say that nothing changed, and which leg is new", () => {
    const previous = { tag: "v0", packages };
    const both = { ...packages, "b/amd64": [] };
    expect(releaseNotes({ ...release, packages: both, previous })).toMatch(
      /No package changed[^]*New, with 0/,
    );
  });
});
