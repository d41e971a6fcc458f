import { expect, test } from "vitest";
import { chosenLegs } from "../compose/chosen-legs.ts";
import { leg } from "./leg.ts";
import { matrixOf } from "./matrix-of.ts";

const compose = { composeId: "test-13-20260101.0", timestamp: 1767225600 };
const legs = [
  { variant: "minimal", architecture: "amd64", runsOn: ["ubuntu-latest"] },
  { variant: "server", architecture: "amd64", runsOn: ["self-hosted", "linux"] },
  { variant: "server", architecture: "arm64", runsOn: ["arm"] },
];

test("a matrix has a record of each leg, with its task and what all of them share", () => {
  const { include } = matrixOf(legs, compose);

  expect(include[1]).toEqual({
    variant: "server",
    arch: "amd64",
    runsOn: ["self-hosted", "linux"],
    task: "server/amd64",
    ...compose,
  });
  expect(include.map((one) => leg.parse(leg.serialize(one), "x"))).toEqual(include);
});

test("a matrix takes as many legs as GitHub does, and no more", () => {
  const many = (length: number) =>
    Array.from({ length }, () => legs[0] ?? legs[1]).filter((one) => one !== undefined);

  expect(matrixOf(many(256), compose).include).toHaveLength(256);
  expect(() => matrixOf(many(257), compose)).toThrow(
    "the matrix would have 257 legs; GitHub takes 256 at most",
  );
});

test.each([
  [{}, ["minimal/amd64", "server/amd64", "server/arm64"]],
  [{ variants: ["server"] }, ["server/amd64", "server/arm64"]],
  [{ arches: ["amd64"] }, ["minimal/amd64", "server/amd64"]],
  [{ variants: ["server", "minimal"], arches: ["arm64"] }, ["server/arm64"]],
])("%j chooses %j", (choice, tasks) => {
  expect(matrixOf(chosenLegs(legs, choice), compose).include.map(({ task }) => task)).toEqual(tasks);
});

test.each([
  [{ variants: ["servers"] }, 'there is no variant "servers"; there is minimal, server'],
  [
    { variants: ["minimal"], arches: ["arm64"] },
    'there is no leg on the architecture "arm64"; there is amd64',
  ],
])("%j chooses nothing, which is an error", (choice, message) => {
  expect(() => chosenLegs(legs, choice)).toThrow(message);
});
