import { publicKey } from "../openpgp/public-keys.fixture.ts";
import { describe, expect, test } from "vitest";
import { expandedTreefile, type ValueOrigin } from "./expanded-treefile.ts";
import { treefileJsonSchema } from "./json-schema.ts";
import { loadFromMemory, type MemoryFiles, treefilePath } from "./load-from-memory.fixture.ts";
import { pathText } from "../document/position-map.ts";
import { treefileKeys } from "./schema.ts";
import { treefileDefaults } from "./treefile-defaults.ts";

const head = "ref: debian/test\nsuite: trixie\n";
const expand = (files: MemoryFiles | string, architecture?: string) =>
  loadFromMemory(files, architecture).expand();
const originOf = (files: MemoryFiles | string, key: string) => {
  const value = expand(files).values.find(({ path }) => pathText(path) === key);
  if (value === undefined) throw new Error(`${key} is not there`);
  return value.origin;
};
const place = (origin: ValueOrigin) =>
  origin.from === "file" ? `${origin.file}:${origin.line}:${origin.column}` : origin.from;
const short = (files: MemoryFiles | string) =>
  expand(files).values.map(
    ({ path, value, origin }) => `${pathText(path)} ${JSON.stringify(value)} ${place(origin)}`,
  );

describe("the origin of a value", () => {
  test("is the place of the value that won, the way to its file, and what it takes the place of", () => {
    const files = {
      [treefilePath]: "include: middle.yaml\nref: a/top\n",
      "/tree/middle.yaml": 'suite: sid\nconditional-include: [{if: suite == "sid", include: inner.yaml}]\n',
      "/tree/inner.yaml": "ref: a/inner\nrecommends: true\n",
    };

    expect(originOf(files, "recommends")).toEqual({
      from: "file",
      file: "/tree/inner.yaml",
      line: 2,
      column: 13,
      includedBy: [
        { file: "/tree/system.yaml", line: 1, column: 10, conditions: [] },
        { file: "/tree/middle.yaml", line: 2, column: 53, conditions: ['suite == "sid"'] },
      ],
    });
    expect(originOf(files, "ref")).toMatchObject({
      file: "/tree/system.yaml",
      includedBy: [],
      overrides: [{ file: "/tree/inner.yaml", line: 1, column: 6, value: "a/inner" }],
    });
  });

  test("names the variables in it, each with its own place", () => {
    const files = {
      [treefilePath]: "include: base.yaml\nvariables: {edition: top}\n",
      "/tree/base.yaml": "ref: a/${basearch}/${edition}\nsuite: sid\nvariables: {edition: base}\n",
    };

    expect(originOf(files, "ref")).toMatchObject({
      written: "a/${basearch}/${edition}",
      variables: [
        { name: "basearch", value: "amd64" },
        { name: "edition", value: "top", place: { file: "/tree/system.yaml", line: 2, column: 22 } },
      ],
    });
    expect(expand(files).variables.map(({ name, value, origin }) => [name, value, place(origin)])).toEqual([
      ["basearch", "amd64", "architecture"],
      ["edition", "top", "/tree/system.yaml:2:22"],
      ["suite", "sid", "/tree/base.yaml:2:8"],
    ]);
  });

  test("of a word among others is its own place, and only its own variables count", () => {
    const text = `${head}variables: {x: nano, both: a1 b1}\npackages:\n  - libvim vim \${x}-tiny \${both}\n  - vim\npackages-amd64: [grub]\n`;
    const packages = expand(text).values.filter(({ path }) => path[0] === "packages");

    expect(packages.map(({ path, value, origin }) => [pathText(path), value, place(origin)])).toEqual([
      ["packages[0]", "libvim", "/tree/system.yaml:5:5"],
      ["packages[1]", "vim", "/tree/system.yaml:5:12"],
      ["packages[2]", "nano-tiny", "/tree/system.yaml:5:16"],
      ["packages[3]", "a1", "/tree/system.yaml:5:26"],
      ["packages[4]", "b1", "/tree/system.yaml:5:26"],
      ["packages[5]", "grub", "/tree/system.yaml:7:18"],
    ]);
    expect(originOf(text, "packages[1]")).not.toHaveProperty("written");
    expect(originOf(text, "packages[2]")).toMatchObject({ written: "${x}-tiny", variables: [{ name: "x" }] });
  });

  test("within a source or a pair is that of each part, and what is left out has its default", () => {
    const source = "{id: x, uris: ./a, suites: ./, trusted: true}";
    const lines = short(
      `${head}sources: [${source}]\nadd-files: [{source: a, destination: /etc/a}, [b, /etc/b]]\n`,
    );

    expect(lines).toEqual(
      expect.arrayContaining([
        'sources[0].id "x" /tree/system.yaml:3:16',
        "sources[0].trusted true /tree/system.yaml:3:51",
        "sources[0].check-valid-until true default",
        'add-files[0].destination "/etc/a" /tree/system.yaml:4:38',
        'add-files[1][1] "/etc/b" /tree/system.yaml:4:51',
      ]),
    );
  });

  test("in a treefile within another one names the key that holds it", () => {
    const text = `${head}conditional-include:\n  - if: suite == "trixie"\n    include:\n      units: [a.timer]\n`;

    expect(expand(text).files).toEqual([
      {
        file: "/tree/system.yaml",
        within: "conditional-include[0].include",
        includedBy: [{ file: "/tree/system.yaml", line: 6, column: 7, conditions: ['suite == "trixie"'] }],
      },
      { file: "/tree/system.yaml", includedBy: [] },
    ]);
    expect(place(originOf(text, "units[0]"))).toBe("/tree/system.yaml:6:15");
  });
});

describe("all of a treefile", () => {
  test("is there: each key has a value, a default, or words for what holds without it", () => {
    const { values, unset } = expand(head);
    const keys = new Set([...values, ...unset].map(({ path }) => String(path[0])));

    expect([...keys].sort()).toEqual(
      treefileKeys.filter((key) => key !== "variables" && !/include$|^packages-/.test(key)).sort(),
    );
  });

  test("is a record that is read back", () => {
    const expanded = expand(`${head}container: {labels: {a: b}}\n`);

    expect(expandedTreefile.parse(expandedTreefile.serialize(expanded), "x")).toEqual(expanded);
  });
});

const { properties } = treefileJsonSchema() as { properties: Record<string, { examples?: unknown[] }> };
const shown = Object.entries(properties)
  .filter(([key]) => key !== "variables" && !key.endsWith("include"))
  .flatMap(([key, { examples = [] }]) => examples.map((example) => ({ key, example })));

test.each(shown)("a value of $key says that it comes from its file", ({ key, example }) => {
  const others = ["ref: x", "suite: sid"].filter((line) => !line.startsWith(`${key}:`));
  const architecture = /^packages-(.*)/.exec(key)?.[1] ?? "amd64";
  const text = `${others.join("\n")}\n${key}: ${JSON.stringify(example)}\n`;
  // What the examples name beside the treefile.
  const named = {
    [treefilePath]: text,
    "/tree/scripts/last.sh": "#!/bin/sh\n",
    "/tree/keys/updates.asc": publicKey.armour,
  };
  const files = expand(named, architecture)
    .values.filter(({ path }) => path[0] === key.replace(`-${architecture}`, ""))
    .filter(({ origin }) => origin.from === "file");

  expect(files.length).toBeGreaterThan(0);
});

const fixed = treefileDefaults().filter(
  ({ path, value }) => value !== undefined && path.length === 1 && JSON.stringify(value) !== "{}",
);

test.each(fixed)(
  "a treefile that writes the default of $path is the same as one that does not",
  ({ path, value }) => {
    const written = `${head}${path[0]}: ${JSON.stringify(value)}\n`;

    expect(loadFromMemory(written).treefile).toEqual(loadFromMemory(head).treefile);
  },
);
