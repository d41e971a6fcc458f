import { expect, test } from "vitest";
import { composedLeg } from "../composed/leg-of-compose.fixture.ts";
import { legsNamed } from "./find-pushed.ts";

const compose = (...names: readonly string[]) => ({
  legs: names.map((name) => {
    const [variant = "", architecture = ""] = name.split("/");
    return composedLeg("a", { variant, architecture });
  }),
});
const two = compose("edge/amd64", "edge/arm64");
const three = compose("edge/amd64", "edge/arm64", "server/amd64");

test.each([
  [two, "", ["amd64", "arm64"], true],
  [three, "edge", ["amd64", "arm64"], true],
  [three, "server", ["amd64"], true],
  [three, "edge/arm64", ["arm64"], false],
])("of %#, %j means %j", (from, name, architectures, isWhole) => {
  const named = legsNamed(from, name);

  expect(named?.legs.map(({ architecture }) => architecture)).toEqual(architectures);
  expect(named?.isWhole).toBe(isWhole);
});

test.each(["", "none", "edge/i386"])("of several variants, %j means nothing", (name) => {
  expect(legsNamed(three, name)).toBeUndefined();
});
