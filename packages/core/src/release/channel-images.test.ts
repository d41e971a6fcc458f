import { expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import { channelImages } from "./channel-images.ts";
import { releaseImages } from "./release-images.ts";

const digest = digestOfBytes("image");
const leg = (variant: string, architecture: string) =>
  ({
    variant,
    architecture,
    image: { manifestDigest: digestOfBytes(`${variant} ${architecture}`) },
  }) as never;

test("a variant has its only image, or the index of several", () => {
  const legs = [leg("edge", "amd64"), leg("server", "amd64"), leg("server", "arm64")];
  expect(releaseImages({ legs }, new Map([["server/image-index.json", digest]]))).toEqual({
    edge: digestOfBytes("edge amd64"),
    server: digest,
  });
});

test("a variant for several architectures without an index has no image", () => {
  const legs = [leg("server", "amd64"), leg("server", "arm64")];
  expect(releaseImages({ legs }, new Map())).toEqual({});
});

test("a channel moves the tag that is called like it to the image of the release", () => {
  const channel = { name: "stable", images: { server: "ghcr.io/acme/os/server" } };
  expect(channelImages(channel, "Acme", { server: digest, edge: digest })).toEqual({
    moves: [
      {
        variant: "server",
        reference: { registry: "ghcr.io", name: "acme/os/server", tag: "stable" },
        digest,
      },
    ],
    faults: [],
  });
});

test("images of others, and variants that a release does not have, are named and left alone", () => {
  const images = {
    server: "ghcr.io/acme-corp/server",
    edge: "registry.example.org/acme",
    none: "ghcr.io/acme/none",
  };
  expect(channelImages({ name: "stable", images }, "acme", { server: digest, edge: digest })).toEqual({
    moves: [],
    faults: [
      'the image "ghcr.io/acme-corp/server" is not below acme, the owner of the repository',
      'the image "registry.example.org/acme" is not below acme, the owner of the repository',
      'the release has no image of the variant "none"',
    ],
  });
});

test("a channel without images moves none", () => {
  expect(channelImages({ name: "edge" }, "acme", { server: digest })).toEqual({ moves: [], faults: [] });
});
