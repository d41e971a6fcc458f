import { expect, test } from "vitest";
import { composePath, loadCompose } from "./compose-from-memory.fixture.ts";
import { expandedComposeFile } from "./expanded-compose-file.ts";

const text = [
  "variants:",
  "  base: {treefile: base.yaml, arches: [amd64, arm64], runs-on: [a, b], metadata: {owner: me, of: {x: 1}}}",
  "  server:",
  "    inherits: base",
  "    name: A server",
  "    treefile: server.yaml",
  "    metadata: {of: text}",
  "overrides:",
  "  - {variants: server, arches: arm64, runs-on: c, build: {packages: [more]}}",
  "",
].join("\n");

const { expand, composeFile } = loadCompose(text);

test("each leg has its settings with their places, and what these take the place of", () => {
  const server = expand().variants[1];
  const settings = server?.legs[1]?.settings.map(({ path, value, origin }) => [
    path.join("."),
    value,
    origin.from === "file" ? `${origin.line}:${origin.column}` : origin.from,
    origin.from === "file" ? origin.overrides?.map((one) => [one.line, one.value]) : undefined,
  ]);

  expect(server).toMatchObject({ id: "server", name: "A server", inherits: ["base"] });
  expect(settings).toEqual([
    ["treefile", "server.yaml", "7:15", [[3, "base.yaml"]]],
    ["runs-on", "c", "10:48", [[3, ["a", "b"]]]],
    ["required", true, "default", undefined],
    ["metadata.owner", "me", "3:90", undefined],
    ["metadata.of", "text", "8:20", [[3, 1]]],
  ]);
});

test("the treefile of a leg names the build that gives a value, in the compose file", () => {
  const treefile = expand().variants[1]?.legs[1]?.treefile;

  expect(treefile?.files).toEqual([
    {
      file: "/tree/base.yaml",
      includedBy: [{ file: "/tree/server.yaml", line: 1, column: 10, conditions: [] }],
    },
    { file: "/tree/server.yaml", includedBy: [] },
    { file: composePath, within: "overrides[0].build", includedBy: [] },
  ]);
  expect(treefile?.values.findLast(({ path }) => path[0] === "packages")).toEqual({
    path: ["packages", 2],
    value: "more",
    origin: { from: "file", file: composePath, line: 10, column: 70, includedBy: [] },
  });
});

test("the items of a list have places of their own", () => {
  const [first] = expand().variants[0]?.legs ?? [];

  expect(first?.settings.filter(({ path }) => path[0] === "runs-on")).toMatchObject([
    { path: ["runs-on", 0], value: "a", origin: { line: 3, column: 65 } },
    { path: ["runs-on", 1], value: "b", origin: { line: 3, column: 68 } },
  ]);
});

test("only the wanted legs are there, if some are named", () => {
  const legs = composeFile.variants.flatMap((variant) => variant.legs);
  const { variants } = expand(
    legs.filter(({ variant, architecture }) => variant === "base" && architecture === "arm64"),
  );

  expect(variants.map(({ id, legs: own }) => [id, own.map(({ architecture }) => architecture)])).toEqual([
    ["base", ["arm64"]],
  ]);
});

test("the result is a record that is read back", () => {
  const expanded = expand();

  expect(expandedComposeFile.parse(expandedComposeFile.serialize(expanded), "x")).toEqual(expanded);
});
