import * as fc from "fast-check";
import { expect, test } from "vitest";
import { releaseOfTreefile, releaseSchema, variantIdSchema, variantOfTreefile } from "./release.ts";

test.each([
  ["minimal", "minimal"],
  ["My_Image.v2", "my-image-v2"],
  ["13-server", "debian-13-server"],
  ["---", "debian"],
])("treefile %s has the short name %s", (name, short) => {
  expect(releaseOfTreefile({ name, suite: "trixie" }).short).toBe(short);
});

test.each([
  [undefined, "trixie"],
  ["13", "13"],
  ["13.1", "13.1"],
  ["13.", "13"],
  ["13-rc1", "v13.rc1"],
  ["13.<date:%Y%m%d>", "13"],
  ["<date:%Y%m%d>", "trixie"],
  ["-", "trixie"],
])("with the version prefix %s the release has the version %s", (automaticVersionPrefix, version) => {
  expect(releaseOfTreefile({ name: "minimal", suite: "trixie", automaticVersionPrefix }).version).toBe(
    version,
  );
});

test("a suite without any letter or digit is refused", () => {
  expect(() => releaseOfTreefile({ name: "minimal", suite: "-" })).toThrow(
    expect.objectContaining({
      code: "treefile-invalid",
      hint: expect.stringContaining("automatic-version-prefix"),
    }),
  );
});

test("the variant is the treefile's name without punctuation", () => {
  expect(["minimal", "my-image", "été", "--"].map(variantOfTreefile)).toEqual([
    "minimal",
    "myimage",
    "t",
    "debian",
  ]);
});

test("any name and suite give a release and a variant that productmd accepts", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/), (name, suite) => {
      expect(releaseSchema.safeParse(releaseOfTreefile({ name, suite })).success).toBe(true);
      expect(variantIdSchema.safeParse(variantOfTreefile(name)).success).toBe(true);
    }),
  );
});
