import { describe, expect, test } from "vitest";
import { errorsOf, loadFromMemory, type MemoryFiles, treefilePath } from "./load-from-memory.fixture.ts";

const head = "ref: debian/test\nsuite: trixie\n";

describe("merging", () => {
  test("the including file's single values win, its list items come last, maps merge", () => {
    const { treefile, files } = loadFromMemory({
      [treefilePath]: [
        "include: base.yaml",
        "ref: debian/top",
        "packages: [top]",
        "container: {labels: {a: top, c: top}, compression: gzip}",
        "",
      ].join("\n"),
      "/tree/base.yaml": [
        "ref: debian/base",
        "suite: sid",
        "recommends: true",
        "packages: [base]",
        "container: {title: Base, labels: {a: base, b: base}, cmd: [/bin/base]}",
        "",
      ].join("\n"),
    });

    expect(treefile).toMatchObject({
      name: "system",
      ref: "debian/top",
      suite: "sid",
      recommends: true,
      packages: ["base", "top"],
      container: {
        title: "Base",
        labels: { a: "top", b: "base", c: "top" },
        cmd: ["/bin/base"],
        compression: "gzip",
        maxLayers: 96,
      },
    });
    expect(files).toEqual(["/tree/base.yaml", "/tree/system.yaml"]);
  });

  test("the scripts of the innermost include run first, each with its place", () => {
    const script = (name: string) => `postprocess:\n  - |\n    #!/bin/sh\n    echo ${name}\n`;
    const { treefile } = loadFromMemory({
      [treefilePath]: `${head}include: sub/middle.yaml\n${script("top")}`,
      "/tree/sub/middle.yaml": `include: ../../shared/inner.yaml\n${script("middle")}`,
      "/shared/inner.yaml": script("inner"),
    });

    expect(treefile.postprocess.map(({ origin }) => origin)).toEqual([
      "../shared/inner.yaml:3",
      "sub/middle.yaml:4",
      "system.yaml:6",
    ]);
  });

  test("paths are relative to the file that names them", () => {
    const { treefile } = loadFromMemory({
      [treefilePath]: `${head}include: [sub/base.yaml]\n`,
      "/tree/sub/base.yaml":
        "add-files: [[motd, /etc/motd]]\nsources: [{id: x, uris: ./repo, suites: ./, trusted: true}]\n",
    });

    expect(treefile.addFiles[0]?.source).toBe("/tree/sub/motd");
    expect(treefile.sources[0]?.uris).toEqual(["file:/tree/sub/repo"]);
  });

  test("a file that is included in two ways counts once, at its first place", () => {
    const { treefile } = loadFromMemory({
      [treefilePath]: `${head}include: [a.yaml, b.yaml]\n`,
      "/tree/a.yaml": "include: common.yaml\ndefault-target: a.target\n",
      "/tree/b.yaml": "include: ./common.yaml\n",
      "/tree/common.yaml": "default-target: common.target\nkernel-arguments: [quiet]\n",
    });

    expect(treefile.defaultTarget?.name).toBe("a.target");
    expect(treefile.kernelArguments).toEqual(["quiet"]);
  });

  test("an include that is given twice is warned of", () => {
    const { warnings } = loadFromMemory({
      [treefilePath]: `${head}include: [a.yaml, ./a.yaml]\n`,
      "/tree/a.yaml": "units: []\n",
    });

    expect(warnings).toMatchObject([{ line: 3, column: 21, message: '"a.yaml" is already given in line 3' }]);
  });

  test("a variable of the including file replaces that of the included one everywhere", () => {
    const { treefile } = loadFromMemory({
      [treefilePath]: "include: base.yaml\nvariables: {edition: top}\n",
      "/tree/base.yaml":
        "variables: {edition: base}\nref: debian/${edition}\nsuite: sid\ninclude: part-${edition}.yaml\n",
      "/tree/part-top.yaml": "packages: ['${edition}-package']\n",
    });

    expect(treefile.ref).toBe("debian/top");
    expect(treefile.packages).toEqual(["top-package"]);
  });

  test("an include may follow the suite and the architecture", () => {
    const { files } = loadFromMemory({
      [treefilePath]: `${head}include: "\${suite}-\${basearch}.yaml"\n`,
      "/tree/trixie-amd64.yaml": "units: []\n",
    });

    expect(files).toContain("/tree/trixie-amd64.yaml");
  });
});

describe("errors", () => {
  const places = (files: MemoryFiles) =>
    errorsOf(files).map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);

  test("of all files are reported at once, the outermost file first", () => {
    const files = {
      [treefilePath]: "include: [a.yaml, b.yaml, missing.yaml]\nsuite: noble\nfoo: 1\n",
      "/tree/a.yaml": "packages: [A]\n",
      "/tree/b.yaml": "units: [\n",
    };

    expect(places(files)).toEqual([
      expect.stringMatching(/^\/tree\/system\.yaml:1:27 the included file does not exist/),
      expect.stringMatching(/^\/tree\/system\.yaml:2:8 "noble"/),
      expect.stringMatching(/^\/tree\/system\.yaml:3:1 this key does not exist/),
      "/tree/b.yaml:1:8 `[` is opened here and not closed",
      expect.stringMatching(/^\/tree\/a\.yaml:1:12 "A"/),
    ]);
  });

  test("in an included file name the files that led there", () => {
    const [error] = errorsOf({
      [treefilePath]: `${head}include: a.yaml\n`,
      "/tree/a.yaml": "include: b.yaml\n",
      "/tree/b.yaml": "units: [x]\n",
    });

    expect(error).toMatchObject({
      file: "/tree/b.yaml",
      includedFrom: ["/tree/system.yaml", "/tree/a.yaml"],
    });
  });

  test("a circle is shown as a chain, at the include that closes it", () => {
    const files = {
      [treefilePath]: `${head}include: a.yaml\n`,
      "/tree/a.yaml": "include: [b.yaml]\n",
      "/tree/b.yaml": "\ninclude: ./a.yaml\n",
    };

    expect(places(files)).toEqual([
      "/tree/b.yaml:2:10 the treefile includes itself: a.yaml -> b.yaml -> a.yaml",
    ]);
  });

  test("includes end at sixteen files deep", () => {
    const level = (depth: number) => [`/tree/${depth}.yaml`, `include: ${depth + 1}.yaml\n`] as const;
    const chain = Object.fromEntries(Array.from({ length: 30 }, (_, depth) => level(depth)));

    expect(places({ [treefilePath]: `${head}include: 0.yaml\n`, ...chain })).toEqual([
      "/tree/15.yaml:1:10 includes are more than 16 deep",
    ]);
  });

  test.each([
    ["/etc/base.yaml", "absolute path"],
    ["https://example.org/base.yaml", "not a local file"],
    ["''", "the path is empty"],
    ["3", "expected a string"],
    ["{a: b}", "expected a string or a list"],
    ["[base.yaml, 3]", "expected a string"],
    ["part-${nope}.yaml", "not defined"],
  ])("include: %s", (include, says) => {
    const [error, ...more] = errorsOf({
      [treefilePath]: `${head}include: ${include}\n`,
      "/tree/base.yaml": "units: []\n",
    });

    expect(error?.message).toContain(says);
    expect(error?.line).toBe(3);
    expect(more).toEqual([]);
  });

  test("what is missing is not reported while a file that may have it cannot be read", () => {
    const files = { [treefilePath]: "include: base.yaml\npackages: ['${x}']\n", "/tree/base.yaml": "a: [\n" };

    expect(places(files)).toEqual(["/tree/base.yaml:1:4 `[` is opened here and not closed"]);
  });

  test("an include that waits for a variable without a value is reported where it stands", () => {
    const files = {
      [treefilePath]: `${head}include: "\${a}.yaml"\nvariables: {a: "\${b}"}\n`,
    };

    expect(places(files)).toContain("/tree/system.yaml:3:10 a variable in this path has no value here");
  });

  test("a variable must not mean one file in an include and another text elsewhere", () => {
    const files = {
      [treefilePath]: `${head}include: [a.yaml, b.yaml]\n`,
      "/tree/a.yaml": "variables: {x: one}\ninclude: ${x}.yaml\n",
      "/tree/b.yaml": "variables: {x: two}\n",
      "/tree/one.yaml": "units: []\n",
    };

    expect(places(files)).toEqual([
      expect.stringContaining("/tree/a.yaml:2:10 the path was read as one.yaml"),
    ]);
  });

  test("a package wanted and excluded by one file is reported with both places", () => {
    const files = {
      [treefilePath]: `${head}include: sub/a.yaml\n`,
      "/tree/sub/a.yaml": "exclude-packages:\n  - nano\npackages: [vim, nano]\n",
    };

    expect(places(files)).toEqual(['/tree/sub/a.yaml:2:5 "nano" is excluded here and wanted in line 3']);
  });
});
