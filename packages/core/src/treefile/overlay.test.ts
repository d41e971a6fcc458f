import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import type { DocumentFile } from "../document/document-file.ts";
import { readYamlDocument } from "../document/yaml-document.ts";
import { loadTreefile } from "./load-treefile.ts";
import type { TreefileOverlay } from "./overlay.ts";

const base =
  "variables: {edition: base, word: w}\nref: debian/${edition}\nsuite: trixie\npackages: [vim, '${word}-x']\npins: [{package: a, pin: version 1, priority: 1}]\ncontainer: {title: Base, labels: {a: base}}\n";
const others: Readonly<Record<string, string>> = {
  "/tree/more.yaml": "packages: [more]\nrecommends: true\n",
  "/tree/sub/base.yaml": base,
};

/** Treefiles that another document holds, under the keys `build0`, `build1` and so on. */
function overlaysOf(...values: readonly object[]): readonly TreefileOverlay[] {
  const text = dump(Object.fromEntries(values.map((value, index) => [`build${index}`, value])));
  const { lined, root, value } = readYamlDocument(Buffer.from(text));
  const file: DocumentFile = { path: "/tree/compose.yaml", lined, root, within: [] };
  return Object.entries(value).map(([key, one]) => ({
    file,
    path: [key],
    value: one as TreefileOverlay["value"],
  }));
}

function load(
  file: string,
  files: Readonly<Record<string, string>>,
  overlays: readonly TreefileOverlay[] = [],
) {
  const all: Readonly<Record<string, string>> = { ...others, ...files };
  return loadTreefile({
    file,
    architecture: "amd64",
    overlays,
    read: (path) => (all[path] === undefined ? { why: "does not exist" } : Buffer.from(all[path])),
  }).treefile;
}

/** Only the name and the places of values may differ. */
function meaning(treefile: ReturnType<typeof load>): unknown {
  return JSON.parse(
    JSON.stringify(treefile, (key, value: unknown) =>
      ["name", "origin", "nameOrigins", "place"].includes(key) ? undefined : value,
    ),
  );
}

interface Build {
  readonly include?: readonly string[];
  readonly [key: string]: unknown;
}

/** Loads overlays, and treefiles of the same content that include each other. */
function bothWays(...values: readonly Build[]): readonly [unknown, unknown] {
  const names = values.map((_, index) => `outer${index}.yaml`);
  const outer = Object.fromEntries(
    values.map((value, index) => {
      const inner = index === 0 ? "sub/base.yaml" : (names[index - 1] ?? "");
      return [`/tree/${names[index]}`, dump({ ...value, include: [inner, ...(value.include ?? [])] })];
    }),
  );
  const asOverlays = load("/tree/sub/base.yaml", {}, overlaysOf(...values));
  return [meaning(asOverlays), meaning(load(`/tree/${names.at(-1)}`, outer))];
}

describe("an overlay is the same as a treefile that includes the one below it", () => {
  test.each([
    [[{ packages: ["one"] }]],
    [[{ variables: { edition: "mine" } }, { variables: { word: "other" } }]],
    [[{ variables: { edition: "first" } }, { variables: { edition: "second" } }]],
    [[{ include: ["more.yaml"], ref: "x/${word}" }, { recommends: false }]],
    [[{ suite: "sid" }, { packages: ["${suite}-x"] }]],
    [
      [
        {
          variables: { edition: "base" },
          "conditional-include": [{ if: 'edition == "base"', include: { units: ["a.timer"] } }],
        },
      ],
    ],
    [[{ "add-files": [["motd", "/etc/motd"]] }, { container: { labels: { a: "b", c: "d" } } }]],
    [[{ pins: [{ package: "b", pin: "version 1", priority: 1 }] }, { "default-target": "x.target" }]],
  ])("%j", (values) => {
    const [asOverlays, asFiles] = bothWays(...values);

    expect(asOverlays).toEqual(asFiles);
  });

  test("whatever a few keys hold", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{1,5}$/);
    const value = fc.record(
      {
        packages: fc.array(word, { maxLength: 2 }),
        ref: word,
        recommends: fc.boolean(),
        "kernel-arguments": fc.array(word, { maxLength: 2 }),
        variables: fc.dictionary(fc.constantFrom("edition", "word"), word, { maxKeys: 2 }),
        container: fc.record({ labels: fc.dictionary(word, word, { maxKeys: 2 }) }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (values) => {
        const [asOverlays, asFiles] = bothWays(...values);

        expect(asOverlays).toEqual(asFiles);
      }),
    );
  });
});
