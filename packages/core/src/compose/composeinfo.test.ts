import { expect, test } from "vitest";
import type { ComposeId } from "./compose-id.ts";
import { type ComposeinfoInput, type ComposeVariant, composeinfoJson } from "./composeinfo.ts";

const id: ComposeId = { short: "minimal", version: "13", date: "20250131", type: "test", respin: 0 };
const input: ComposeinfoInput = {
  id,
  release: { short: "minimal", name: "minimal", version: "13" },
  variants: [
    { id: "minimal", name: "minimal", architectures: [{ architecture: "amd64", images: "minimal/amd64" }] },
  ],
};

test("a single treefile makes a compose of one variant, in productmd's fields", () => {
  expect(JSON.parse(composeinfoJson(input))).toEqual({
    header: { type: "productmd.composeinfo", version: "1.2" },
    payload: {
      compose: { id: "minimal-13-20250131.t.0", type: "test", date: "20250131", respin: 0 },
      release: { name: "minimal", short: "minimal", version: "13", type: "ga", internal: false },
      variants: {
        minimal: {
          id: "minimal",
          uid: "minimal",
          name: "minimal",
          type: "variant",
          arches: ["amd64"],
          paths: { images: { amd64: "minimal/amd64" } },
        },
      },
    },
  });
});

test("a label comes with final, which productmd requires next to it", () => {
  expect(JSON.parse(composeinfoJson({ ...input, label: "RC-1.0" })).payload.compose).toMatchObject({
    label: "RC-1.0",
    final: false,
  });
});

test("architectures have productmd's names and are sorted", () => {
  const architectures = ["ppc64el", "amd64", "armhf"].map((architecture) => ({ architecture }));
  const text = composeinfoJson({ ...input, variants: [{ id: "minimal", name: "minimal", architectures }] });
  expect(JSON.parse(text).payload.variants.minimal).toMatchObject({
    arches: ["amd64", "armhfp", "ppc64le"],
    paths: {},
  });
});

test("an architecture that productmd does not know is refused with the allowed ones", () => {
  const variants = [{ id: "minimal", name: "minimal", architectures: [{ architecture: "hurd-i386" }] }];
  expect(() => composeinfoJson({ ...input, variants })).toThrow(
    expect.objectContaining({ code: "treefile-invalid", hint: expect.stringContaining("amd64, arm64") }),
  );
});

const variant: ComposeVariant = {
  id: "minimal",
  name: "minimal",
  architectures: [{ architecture: "amd64" }],
};

test.each<[string, Partial<ComposeinfoInput>]>([
  ["a variant id with a dash", { variants: [{ ...variant, id: "my-image" }] }],
  ["two variants of one id", { variants: [variant, variant] }],
  ["a variant without architectures", { variants: [{ ...variant, architectures: [] }] }],
  [
    "a path out of the compose",
    { variants: [{ ...variant, architectures: [{ architecture: "amd64", images: "../x" }] }] },
  ],
  ["a label of another form", { label: "final" }],
])("%s is refused", (_what, change) => {
  expect(() => composeinfoJson({ ...input, ...change })).toThrow(
    expect.objectContaining({ code: "record-invalid" }),
  );
});
