import { describe, expect, test } from "vitest";
import {
  composeErrors,
  composeFaults,
  composePath,
  loadCompose,
  release,
} from "./compose-from-memory.fixture.ts";

const minimal = "  minimal: {treefile: base.yaml, arches: [amd64]}\n";
const legsOf = (text: string) => loadCompose(text).composeFile.variants.flatMap(({ legs }) => legs);
const treefileOf = (text: string, variant: string, architecture = "amd64") =>
  legsOf(text).find((leg) => leg.variant === variant && leg.architecture === architecture)?.loaded.treefile;

describe("a compose file", () => {
  test("has its variants in the order of the file, each with its legs in the order of its architectures", () => {
    const text = `variants:\n  z: {treefile: base.yaml, arches: [arm64, amd64]}\n  "9": {inherits: z}\n  a: {inherits: z, name: All of it}\n`;
    const { composeFile } = loadCompose(text);

    expect(composeFile.release).toEqual({ short: "test", name: "Test", version: "13" });
    expect(composeFile.variants.map(({ id, name }) => [id, name])).toEqual([
      ["z", "z"],
      ["9", "9"],
      ["a", "All of it"],
    ]);
    expect(composeFile.variants[0]?.legs).toMatchObject([
      { variant: "z", architecture: "arm64", treefile: "/tree/base.yaml", runsOn: ["ubuntu-latest"] },
      { variant: "z", architecture: "amd64", metadata: {}, required: true },
    ]);
  });

  test("gives each leg its treefile for the architecture, and names all files that were read", () => {
    const { composeFile, files } = loadCompose(
      "variants:\n  server: {treefile: server.yaml, arches: [arm64]}\n",
    );

    expect(composeFile.variants[0]?.legs[0]?.loaded.treefile).toMatchObject({
      ref: "debian/server/arm64",
      architecture: "arm64",
      packages: ["vim", "nginx"],
    });
    expect(files).toEqual([composePath, "/tree/base.yaml", "/tree/server.yaml"]);
  });
});

describe("inheritance", () => {
  test("merges metadata by its keys, and lets the last value of anything else win as a whole", () => {
    const text = [
      "variants:",
      "  base: {treefile: base.yaml, arches: [amd64, arm64], runs-on: [a, b], name: Base, required: false, metadata: {owner: x, tags: [1, 2], of: {a: 1, b: 1}}}",
      "  more: {runs-on: c, metadata: {tags: [3], of: {b: 2}}, treefile: server.yaml, arches: [amd64]}",
      "  both: {inherits: [base, more], metadata: {of: {c: 3}}, arches: [arm64]}",
      "",
    ].join("\n");

    expect(legsOf(text).filter(({ variant }) => variant === "both")).toMatchObject([
      {
        architecture: "arm64",
        treefile: "/tree/server.yaml",
        runsOn: ["c"],
        required: false,
        metadata: { owner: "x", tags: [3], of: { a: 1, b: 2, c: 3 } },
      },
    ]);
    expect(loadCompose(text).composeFile.variants.at(-1)?.name).toBe("both");
  });

  test("lets a map take the place of a text, and a text that of a map", () => {
    const text = [
      "variants:",
      "  a: {treefile: base.yaml, arches: [amd64], metadata: {one: text, two: {a: b}, three: {}}}",
      "  b: {inherits: a, metadata: {one: {a: b}, two: text, three: {}}}",
      "",
    ].join("\n");

    expect(legsOf(text).at(-1)?.metadata).toEqual({ one: { a: "b" }, two: "text", three: {} });
  });

  test("applies every build in the order of merging, by the rules of treefiles", () => {
    const text = [
      "variants:",
      "  base: {treefile: base.yaml, arches: [amd64], build: {packages: [one], recommends: true}}",
      "  next: {inherits: base, build: {packages: [two], recommends: false}}",
      "overrides:",
      "  - {variants: next, build: {packages: [three]}}",
      "  - {variants: '*', build: {packages: [four]}}",
      "",
    ].join("\n");

    expect(treefileOf(text, "next")).toMatchObject({
      packages: ["vim", "one", "two", "three", "four"],
      recommends: false,
    });
    expect(treefileOf(text, "base")?.packages).toEqual(["vim", "one", "four"]);
  });

  test("counts a variant that is inherited in two ways once, at its first place", () => {
    const text = [
      "variants:",
      "  top: {treefile: base.yaml, arches: [amd64], metadata: {v: top}, build: {kernel-arguments: [x]}}",
      "  left: {inherits: top, metadata: {v: left}}",
      "  right: {inherits: top}",
      "  all: {inherits: [left, right]}",
      "",
    ].join("\n");

    expect(legsOf(text).at(-1)?.metadata).toEqual({ v: "left" });
    expect(treefileOf(text, "all")?.kernelArguments).toEqual(["x"]);
  });

  test("may come from a variant further down in the file", () => {
    expect(legsOf(`variants:\n  a: {inherits: minimal}\n${minimal}`)).toHaveLength(2);
  });
});

describe("build", () => {
  const build = (keys: string) =>
    treefileOf(`variants:\n  a: {treefile: base.yaml, arches: [amd64], build: {${keys}}}\n`, "a");

  test("defines variables that the treefile and all that it includes use", () => {
    expect(build("variables: {edition: mine}")?.ref).toBe("debian/mine/amd64");
  });

  test("uses the variables of the treefile", () => {
    expect(build("packages: ['${edition}-files']")?.packages).toEqual(["vim", "base-files"]);
  });

  test("includes other treefiles, relative to the compose file, after its own", () => {
    const files = {
      [composePath]: `${release}variants:\n  a: {treefile: base.yaml, arches: [amd64], build: {include: more.yaml, conditional-include: [{if: edition == "base", include: {packages: [cond]}}]}}\n`,
      "/tree/more.yaml": "packages: [more]\n",
    };

    expect(loadCompose(files).composeFile.variants[0]?.legs[0]?.loaded.treefile.packages).toEqual([
      "vim",
      "more",
      "cond",
    ]);
  });

  test("names files relative to the compose file", () => {
    const files = {
      [composePath]: `${release}variants:\n  a: {treefile: sub/x.yaml, arches: [amd64], build: {add-files: [[motd, /etc/motd]]}}\n`,
      "/tree/sub/x.yaml": "ref: a\nsuite: sid\nadd-files: [[issue, /etc/issue]]\n",
    };
    const { addFiles } = loadCompose(files).composeFile.variants[0]?.legs[0]?.loaded.treefile ?? {};

    expect(addFiles?.map(({ source }) => source)).toEqual(["/tree/sub/issue", "/tree/motd"]);
  });

  test("gives a treefile the keys that it lacks", () => {
    const files = {
      [composePath]: `${release}variants:\n  a: {treefile: x.yaml, arches: [amd64], build: {ref: a, suite: sid}}\n`,
      "/tree/x.yaml": "packages: [vim]\n",
    };

    expect(loadCompose(files).composeFile.variants[0]?.legs[0]?.loaded.treefile).toMatchObject({ ref: "a" });
  });
});

describe("overrides", () => {
  test("hold for the variants and architectures that their patterns match, in the order of the file", () => {
    const text = [
      "variants:",
      "  servera: {treefile: base.yaml, arches: [amd64, arm64], runs-on: x}",
      "  serverb: {inherits: servera}",
      "  edge: {inherits: servera}",
      "overrides:",
      "  - {variants: 'server*', arches: arm64, runs-on: [self-hosted, arm64], required: false}",
      "  - {variants: [edge, serverb], runs-on: last}",
      "",
    ].join("\n");

    expect(
      legsOf(text).map(({ variant, architecture, runsOn, required }) => [
        variant,
        architecture,
        runsOn.join(),
        required,
      ]),
    ).toEqual([
      ["servera", "amd64", "x", true],
      ["servera", "arm64", "self-hosted,arm64", false],
      ["serverb", "amd64", "last", true],
      ["serverb", "arm64", "last", false],
      ["edge", "amd64", "last", true],
      ["edge", "arm64", "last", true],
    ]);
  });
});

describe("errors", () => {
  test("of the compose file and of all its treefiles are reported at once, each once", () => {
    const files = {
      [composePath]: `${release}variants:\n  a: {treefile: x.yaml, arches: [amd64, arm64], build: {packages: [B]}}\n  b: {inherits: a, foo: 1}\n  c: {inherits: nope}\n`,
      "/tree/x.yaml": "ref: a\nsuite: noble\n",
    };

    expect(composeFaults(files)).toEqual([
      expect.stringMatching(/^compose\.yaml:3:68 "B"/),
      "compose.yaml:4:20 this key does not exist",
      "compose.yaml:5:17 there is no variant `nope`",
      expect.stringMatching(/^x\.yaml:2:8 "noble"/),
    ]);
    expect(composeErrors(files).map(({ code, key }) => [code, key])).toEqual([
      ["compose-file-invalid", "variants.a.build.packages[0]"],
      ["compose-file-invalid", "variants.b.foo"],
      ["compose-file-invalid", "variants.c.inherits"],
      ["treefile-invalid", "suite"],
    ]);
  });

  test("of a file that is not there, or not YAML, are those of the file", () => {
    const notThere = { [composePath]: new Uint8Array([0xff]) };

    expect(composeFaults(notThere)[0]).toContain("compose.yaml:1:1 the byte 0xff is not UTF-8");
    expect(composeFaults({ [composePath]: "variants: [\n" })).toEqual([
      "compose.yaml:1:11 `[` is opened here and not closed",
    ]);
  });

  test("of what a variant lacks are not reported while something that it inherits is wrong", () => {
    expect(composeFaults(`variants:\n  a: {inherits: b}\n  b: {inherits: a}\n${minimal}`)).toEqual([
      "compose.yaml:4:17 the variant inherits itself: a -> b -> a",
    ]);
  });
});

test("a variant whose architectures are wrong is checked all the same", () => {
  expect(
    composeFaults("variants:\n  a: {treefile: base.yaml, arches: [x64], build: {pakages: []}}\n"),
  ).toEqual([
    'compose.yaml:3:37 "x64" is not an architecture of Debian',
    "compose.yaml:3:51 this key does not exist",
  ]);
});

test("more legs than debootc loads are refused before any is loaded", () => {
  const arches = "[amd64, arm64, armel, armhf, i386, riscv64, s390x]";
  const more = Array.from(
    { length: 80 },
    (_, index) => `  v${index}: {treefile: x.yaml, arches: ${arches}}\n`,
  );

  expect(composeFaults(`variants:\n${more.join("")}`)).toEqual([
    expect.stringContaining("the variants have 560 legs"),
  ]);
});

test("more variants than debootc takes are refused", () => {
  const more = Array.from(
    { length: 101 },
    (_, index) => `  v${index}: {treefile: x.yaml, arches: [amd64]}\n`,
  );

  expect(composeFaults(`variants:\n${more.join("")}`)).toEqual([
    expect.stringContaining("the file has 101 variants"),
  ]);
});

test("names that objects have anyway are names like others", () => {
  const text = `variants:\n  constructor: {treefile: base.yaml, arches: [amd64], metadata: {toString: {valueOf: x}}}\n  toString: {inherits: constructor, metadata: {toString: {hasOwnProperty: y}}}\n`;

  expect(legsOf(text).map(({ variant, metadata }) => [variant, JSON.stringify(metadata)])).toEqual([
    ["constructor", '{"toString":{"valueOf":"x"}}'],
    ["toString", '{"toString":{"valueOf":"x","hasOwnProperty":"y"}}'],
  ]);
});

test("a ref that several legs have is warned of, once", () => {
  const { warnings } = loadCompose(
    `variants:\n${minimal}  a: {inherits: minimal}\n  b: {inherits: minimal}\n`,
  );

  expect(warnings).toMatchObject([
    { line: 4, column: 3, message: 'the ref "debian/base/amd64" is that of minimal/amd64, a/amd64, b/amd64' },
  ]);
});

test("what is given twice in a list is warned of", () => {
  const { warnings } = loadCompose(
    `variants:\n${minimal}  a: {inherits: [minimal, minimal], arches: [amd64, amd64], build: {ref: a}}\n`,
  );

  expect(warnings.map(({ line, message }) => [line, message])).toEqual([
    [4, '"minimal" is already given in line 4'],
    [4, '"amd64" is already given in line 4'],
  ]);
});
