import { composedLeg } from "@debootc/pipeline/composed/leg-of-compose.fixture";
import { expect, test } from "vitest";
import { statementsOf } from "./statements-of.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as const;
const legs = ["amd64", "arm64"].map((architecture, index) => {
  const leg = composedLeg("a", { variant: "edge", architecture, files: { "sbom.spdx.json": digest("d") } });
  return { ...leg, image: { ...leg.image, manifestDigest: digest(String(index)) } };
});
const compose = { composeId: "edge-13-20261130.0", legs };

test("all that a compose made is a subject by its digest: images, index, commits, disks", () => {
  const disks = [{ format: "raw" as const, digest: digest("e"), size: 1, file: "edge.raw" }];
  const { made } = statementsOf({ ...compose, legs: legs.map((leg) => ({ ...leg, disks })) }, undefined, {
    edge: digest("f"),
  });

  expect(made.map(({ name, digest: { sha256 } }) => [name, sha256[0]])).toEqual([
    ["edge-13-20261130.0/edge/amd64/oci", "0"],
    ["edge-13-20261130.0/edge/arm64/oci", "1"],
    ["edge-13-20261130.0/edge/oci", "f"],
    ["debian/13/amd64/site", "6"],
    ["debian/13/amd64/site", "6"],
    ["edge-13-20261130.0/edge/amd64/edge.raw", "e"],
    ["edge-13-20261130.0/edge/arm64/edge.raw", "e"],
  ]);
});

test("images that were pushed have the name of their repository, without a tag, which may move", () => {
  const reference = { registry: "ghcr.io", name: "me/edge", tag: "13" };
  const { made, sboms } = statementsOf(compose, reference, { edge: digest("f") });

  expect(made.slice(0, 3).map(({ name }) => name)).toEqual(Array(3).fill("ghcr.io/me/edge"));
  expect(sboms.map(({ subject }) => subject)).toEqual(made.slice(0, 2));
});

test("an image without an SBOM has no statement about one", () => {
  const { sboms } = statementsOf(
    { ...compose, legs: legs.map((leg) => ({ ...leg, files: {} })) },
    undefined,
    {},
  );

  expect(sboms).toEqual([]);
});
