import { describe, expect, test } from "vitest";
import { loadCompose } from "./compose-from-memory.fixture.ts";
import { check, override, variant } from "./refusals.fixture.ts";

const text = [
  "variants:",
  "  base:",
  "    treefile: base.yaml",
  "    arches: [amd64, arm64]",
  "    ostree: {ref: 'site/${suite}/${variant}/${basearch}'}",
  "    output: {sbom: false, image-compression: gzip, previous-image: ../released/oci}",
  "  server: {inherits: base, output: {report: false, disks: false, previous-image: none}}",
  "overrides:",
  "  - {variants: s*, arches: arm64, output: {sbom: true, sbom-files: true}, ostree: {ref: special}}",
  "",
].join("\n");
const { composeFile, expand } = loadCompose(text);
const legs = composeFile.variants.flatMap((one) => one.legs);
const [base, , server, serverOnArm] = legs;

describe("ostree and output of a variant and an override", () => {
  test("the ref of each leg is made of the pattern, its variables and its variant", () => {
    expect(legs.map(({ loaded }) => loaded.treefile.ref)).toEqual([
      "site/trixie/base/amd64",
      "site/trixie/base/arm64",
      "site/trixie/server/amd64",
      "special",
    ]);
  });

  test("are merged key by key along what is inherited, and by overrides", () => {
    expect(server?.asks).toEqual({
      imageCompression: "gzip",
      previousImage: { given: "none", path: "/tree/none" },
    });
    expect(base?.asks.previousImage).toEqual({ given: "../released/oci", path: "/released/oci" });
    expect([server?.asks.sbomFiles, serverOnArm?.asks.sbomFiles]).toEqual([undefined, true]);
    expect(base?.leftOut).toEqual([{ step: "sbom", reason: "left out by output.sbom" }]);
    expect(serverOnArm?.leftOut).toEqual([
      { step: "disks", reason: "left out by output.disks" },
      { step: "report", reason: "left out by output.report" },
    ]);
  });

  test("are shown with the place of each value, and of what it takes the place of", () => {
    const settings = expand().variants[1]?.legs[1]?.settings ?? [];
    const shown = settings.map(({ path, value, origin }) => [
      path.join("."),
      value,
      origin.from === "file" ? origin.line : origin.from,
      origin.from === "file" ? origin.overrides?.map((one) => one.line) : undefined,
    ]);

    expect(shown.filter(([path]) => typeof path === "string" && /^(?:ostree|output)/.test(path))).toEqual([
      ["ostree.ref", "special", 10, [6]],
      ["output.sbom", true, 10, [7]],
      ["output.image-compression", "gzip", 7, undefined],
      ["output.previous-image", "none", 8, [7]],
      ["output.report", false, 8, undefined],
      ["output.disks", false, 8, undefined],
      ["output.sbom-files", true, 10, undefined],
    ]);
    const ref = expand().variants[0]?.legs[0]?.treefile.values.find(({ path }) => path[0] === "ref");
    expect(ref).toMatchObject({ value: "site/trixie/base/amd64", origin: { line: 6, column: 19 } });
  });

  check([
    {
      text: variant("ostree: {ref: 'a b'}"),
      says: '3:35 "a b" is not a name that ostree accepts for a ref',
      key: "variants.v.ostree.ref",
    },
    { text: variant("ostree: {ref: ''}"), says: "3:35 the ref is empty" },
    { text: variant("ostree: {ref: 3}"), says: "3:35 expected a string, not a number" },
    {
      text: variant("ostree: {rfe: a}"),
      says: "3:30 this key does not exist",
      allowed: "ref",
      hint: "`ref`",
    },
    { text: variant("output: {sbom: no}"), says: "3:36 expected true or false, not a string" },
    {
      text: variant("output: {lnt: false}"),
      says: "3:30 this key does not exist",
      allowed: "lint",
      hint: "`lint`",
    },
    { text: variant("output: {image-compression: xz}"), says: '3:49 "xz" is not possible here' },
    { text: variant("output: [a]"), says: "3:29 expected a map, not a list" },
    {
      text: override("variants: ok"),
      says: "3:13 the override changes nothing",
      allowed: "build, ostree, output",
    },
  ]);
});
