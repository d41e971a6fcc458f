import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { nodeAt, offsetAt, type Path, pathText } from "./position-map.ts";
import { placeAt } from "./text-place.ts";
import { readYamlDocument } from "./yaml-document.ts";

const places = (text: string) => {
  const { root, lined, faults } = readYamlDocument(new TextEncoder().encode(text));
  expect(faults).toEqual([]);
  return (path: Path, of: "key" | "value" = "value") => {
    const { line, column } = placeAt(lined, offsetAt(root, path, of));
    return `${line}:${column}`;
  };
};

describe("the place of a value", () => {
  test("is that of its first character, quotes included", () => {
    const at = places("a: 1\nb:\n  - x y\n  - {k: 'v'}\nc: \"z\"\n");

    expect(at(["a"])).toBe("1:4");
    expect(at(["b", 0])).toBe("3:5");
    expect(at(["b", 1])).toBe("4:5");
    expect(at(["b", 1, "k"])).toBe("4:9");
    expect(at(["b", 1, "k"], "key")).toBe("4:6");
    expect(at(["c"])).toBe("5:4");
  });

  test("of a block is that of its first line", () => {
    expect(places("a:\n  - |\n    one\n    two\n")(["a", 0])).toBe("3:5");
    expect(places("a: >-\n  one\n")(["a"])).toBe("2:3");
  });

  test("that is empty is its key", () => {
    expect(places("a:\nb: 1\n")(["a"])).toBe("1:1");
  });

  test("that is not there is its nearest parent", () => {
    const at = places("a:\n  b: 1\n");

    expect(at(["a", "c"])).toBe("2:3");
    expect(at(["z"])).toBe("1:1");
    expect(at(["a", "b", 3, "x"])).toBe("2:6");
  });

  test("behind an alias is where it is written", () => {
    const at = places("a: &x [one]\nb: *x\n");

    expect(at(["b"])).toBe("2:4");
    expect(at(["b", 0])).toBe("1:8");
  });
});

test("every value of any document has a place, where its own text begins", () => {
  const scalar = fc
    .stringMatching(/^[a-z][a-z ]{0,8}[a-z]$/)
    .filter((text) => !["null", "true", "false"].includes(text));
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie("node"), { maxLength: 3 }),
      fc.dictionary(scalar, tie("node"), { maxKeys: 3 }),
    ),
  })).node;
  fc.assert(
    fc.property(
      fc.dictionary(scalar, tree, { minKeys: 1, maxKeys: 4 }),
      fc.constantFrom(-1, 0, 2),
      (value, flowLevel) => {
        const { root, lined } = readYamlDocument(new TextEncoder().encode(dump(value, { flowLevel })));
        for (const [path, leaf] of leaves(value, [])) {
          expect(nodeAt(root, path)).toBeDefined();
          expect(lined.text.slice(offsetAt(root, path, "value")).replace(/^["']/, "")).toMatch(
            new RegExp(`^${leaf}`),
          );
        }
      },
    ),
  );
});

function leaves(value: unknown, path: Path): [Path, string][] {
  if (typeof value === "string") return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  return Object.entries(value as object).flatMap(([key, item]) => leaves(item, [...path, key]));
}

test("a path is written as in messages", () => {
  expect(pathText(["sources", 0, "uris"])).toBe("sources[0].uris");
  expect(pathText(["container", "labels", "a.b"])).toBe('container.labels["a.b"]');
});
