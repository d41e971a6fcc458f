import { expect, test } from "vitest";
import { imageUrl, packageUrl, sourceUrl } from "./package-url.ts";
import { image } from "./sbom.fixture.ts";

const one = (name: string, version: string, architecture = "amd64", vendor = "debian") =>
  ({ name, version, architecture, vendor }) as const;

// The first is an example of the specification.
test.each([
  [one("attr", "1:2.4.47-2+b1"), "pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64&distro=debian-trixie"],
  [one("libstdc++6", "14~rc1"), "pkg:deb/debian/libstdc%2B%2B6@14~rc1?arch=amd64&distro=debian-trixie"],
  [one("tool", "1", "all", "company"), "pkg:deb/company/tool@1?arch=all&distro=debian-trixie"],
  [
    one("a/b?c#d@e", "1&x=(2)'*"),
    "pkg:deb/debian/a%2Fb%3Fc%23d%40e@1%26x%3D%282%29%27%2A?arch=amd64&distro=debian-trixie",
  ],
])("%j", (given, expected) => {
  expect(packageUrl(given, "trixie")).toBe(expected);
});

test("a source package is known by its own version", () => {
  expect(sourceUrl({ source: { name: "glibc", version: "2.41-12+deb13u1" }, vendor: "debian" })).toBe(
    "pkg:deb/debian/glibc@2.41-12%2Bdeb13u1?arch=source",
  );
});

test("an image is known by the digest of its manifest, and its name is in lower case", () => {
  expect(imageUrl({ ...image, name: "My Image" })).toBe(
    `pkg:oci/my%20image@${image.manifestDigest}?arch=amd64`,
  );
});
