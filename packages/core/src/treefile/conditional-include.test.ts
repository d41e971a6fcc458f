import { describe, expect, test } from "vitest";
import { errorsOf, loadFromMemory, type MemoryFiles, treefilePath } from "./load-from-memory.fixture.ts";

const head = "ref: debian/test\nsuite: trixie\n";
const packagesOf = (files: MemoryFiles | string, architecture?: string) =>
  loadFromMemory(files, architecture).treefile.packages;
const places = (files: MemoryFiles | string) =>
  errorsOf(files).map(({ line, column, key, message }) => `${line}:${column} ${key}: ${message}`);

describe("arch-include", () => {
  const files = {
    [treefilePath]: [
      head,
      "arch-include: {amd64: pc.yaml, arm64: [boards.yaml, more.yaml], s390x: none.yaml}",
      "include: base.yaml",
      "packages: [top]",
    ].join("\n"),
    "/tree/base.yaml": "packages: [base]\ndefault-target: base.target\n",
    "/tree/pc.yaml": "packages: [pc]\ndefault-target: pc.target\n",
    "/tree/boards.yaml": "packages: [boards]\n",
    "/tree/more.yaml": "packages: [more]\n",
  };

  test("comes after include, for its own architecture only, and files of others need not exist", () => {
    expect(packagesOf(files)).toEqual(["base", "pc", "top"]);
    expect(loadFromMemory(files).treefile.defaultTarget?.name).toBe("pc.target");
    expect(packagesOf(files, "arm64")).toEqual(["base", "boards", "more", "top"]);
    expect(packagesOf(files, "riscv64")).toEqual(["base", "top"]);
  });

  test.each([
    ["{x86_64: a.yaml}", '3:16 arch-include.x86_64: "x86_64" is not an architecture of Debian'],
    ["a.yaml", "3:15 arch-include: expected a map, not a string"],
    ["{arm64: 3}", "3:23 arch-include.arm64: expected a string or a list, not a number"],
    ["{arm64: [a.yaml, /b.yaml]}", '3:32 arch-include.arm64[1]: "/b.yaml" is an absolute path'],
    ["{amd64: gone.yaml}", "3:23 arch-include.amd64: the included file does not exist"],
  ])("%s is refused, whatever is composed", (value, error) => {
    expect(places(`${head}arch-include: ${value}\n`)).toEqual([error]);
  });
});

describe("conditional-include", () => {
  const conditional = (...items: string[]) =>
    `${head}variables: {edition: server, size: 3, debug: true}\nconditional-include:\n${items.join("\n")}\n`;

  test("includes what its conditions ask for, after the other includes", () => {
    const top = conditional(
      '  - {if: edition == "server", include: server.yaml}',
      '  - {if: edition == "desktop", include: none.yaml}',
      "  - {if: [size >= 3, debug == true], include: [big.yaml, debug.yaml]}",
      "  - {if: [size >= 4, debug == true], include: none.yaml}",
      '  - {if: basearch == "amd64", include: pc.yaml}',
      '  - {if: suite != "trixie", include: none.yaml}',
    );
    const names = ["server", "big", "debug", "pc"];
    const files = Object.fromEntries(names.map((name) => [`/tree/${name}.yaml`, `packages: [${name}-x]\n`]));

    expect(packagesOf({ ...files, [treefilePath]: `${top}packages: [top]\n` })).toEqual([
      "server-x",
      "big-x",
      "debug-x",
      "pc-x",
      "top",
    ]);
  });

  test("an including file's variables decide, and so do those of files read before", () => {
    const inner = "conditional-include: [{if: a == 1, include: {packages: [one-one]}}]\n";

    expect(
      packagesOf({
        [treefilePath]: `${head}include: inner.yaml\nvariables: {a: 1}\n`,
        "/tree/inner.yaml": `variables: {a: 2}\n${inner}`,
      }),
    ).toEqual(["one-one"]);
    expect(
      packagesOf({
        [treefilePath]: `${head}include: [variables.yaml, inner.yaml]\n`,
        "/tree/variables.yaml": "variables: {a: 1}\n",
        "/tree/inner.yaml": inner,
      }),
    ).toEqual(["one-one"]);
  });

  test("a treefile may stand in place of a path, and is merged as one that is included", () => {
    const top = conditional(
      "  - if: debug == true",
      "    include:",
      "      include: inner.yaml",
      "      packages: ['${edition}-debug']",
      "      postprocess: ['#!/bin/true']",
      "      default-target: debug.target",
      "default-target: top.target",
    );
    const { treefile } = loadFromMemory({ [treefilePath]: top, "/tree/inner.yaml": "packages: [inner]\n" });

    expect(treefile.packages).toEqual(["inner", "server-debug"]);
    expect(treefile.defaultTarget?.name).toBe("top.target");
    expect(treefile.postprocess).toMatchObject([{ script: "#!/bin/true", origin: "system.yaml:9" }]);
  });

  test("a treefile in place is checked whether it is included or not, with its whole path as key", () => {
    const inline = (condition: string) =>
      conditional(`  - if: ${condition}`, "    include: {packages: [Vim]}");
    const error = '6:26 conditional-include[0].include.packages[0]: "Vim" is not a package name';

    expect(places(inline("debug == true"))).toEqual([error]);
    expect(places(inline("debug == false"))).toEqual([error]);
  });

  test("a treefile in place that is not included may use variables that only come with it", () => {
    const inline =
      "{variables: {a: x}, packages: ['${a}y'], include: '${b}.yaml', conditional-include: [{if: b == 1, include: c.yaml}]}";

    expect(places(conditional(`  - {if: debug == false, include: ${inline}}`))).toEqual([]);
  });

  test.each([
    ["edition: server", "5:5 conditional-include[0].edition: this key does not exist"],
    ["{if: debug == true}", "5:5 conditional-include[0].include: this key is missing"],
    ["{if: [], include: a.yaml}", "5:10 conditional-include[0].if: the list is empty"],
    [
      "{if: true, include: a.yaml}",
      "5:10 conditional-include[0].if: expected a string or a list, not true or false",
    ],
    [
      '{if: editon == "x", include: a.yaml}',
      "5:10 conditional-include[0].if: the variable `editon` is not defined",
    ],
    [
      '{if: [size >= "3", debug == 3, debug == false], include: a.yaml}',
      "5:16 conditional-include[0].if[0]: `>=` compares numbers",
    ],
    [
      "{if: [debug == false, size == true], include: a.yaml}",
      "5:27 conditional-include[0].if[1]: the variable `size` is the number 3",
    ],
    [
      "{if: debug == true, include: a.yaml}",
      "5:34 conditional-include[0].include: the included file does not exist",
    ],
    [
      "{if: debug == true, include: 3}",
      "5:34 conditional-include[0].include: expected a string, a list or a map",
    ],
    ["server.yaml", "5:5 conditional-include[0]: expected a map, not a string"],
  ])("%s is refused", (item, error) => {
    expect(places(conditional(`  - ${item}`))).toContainEqual(expect.stringContaining(error));
  });

  test("a variable must not decide one thing in a condition and mean another elsewhere", () => {
    const files = {
      [treefilePath]: `${head}include: [a.yaml, b.yaml]\n`,
      "/tree/a.yaml": "variables: {x: 1}\nconditional-include: [{if: x == 1, include: {}}]\n",
      "/tree/b.yaml": "variables: {x: 2}\n",
    };

    expect(places(files)).toEqual([expect.stringMatching(/^2:28 .*another file changes `x`/)]);
  });

  test("a file that includes itself by a condition is a circle", () => {
    const text = `${head}conditional-include: [{if: suite == "trixie", include: {include: system.yaml}}]\n`;

    expect(places(text)).toEqual([
      "3:66 conditional-include[0].include.include: the treefile includes itself: system.yaml -> system.yaml",
    ]);
  });

  test("more than five hundred treefiles are refused", () => {
    const items = "  - {if: size == 3, include: {units: []}}\n".repeat(600);

    expect(places(conditional(items))).toEqual([
      expect.stringContaining("more than 500 treefiles are included"),
    ]);
  });
});
