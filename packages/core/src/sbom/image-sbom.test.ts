import { expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import { imageSbom } from "./image-sbom.ts";
import { hostilePackages, image, locked, sbomOf } from "./sbom.fixture.ts";

test("packages are sorted, with what the lock and their copyright files know of them", () => {
  const { packages } = sbomOf();

  expect(packages.map(({ name }) => name)).toEqual(["libc6", "libstdc++6", "tool"]);
  expect(packages[1]).toEqual({
    name: "libstdc++6",
    version: "14.2.0-19+b1",
    architecture: "amd64",
    source: { name: "gcc-14", version: "14.2.0-19" },
    vendor: "debian",
    maintainer: { name: "Debian GCC Maintainers", email: "debian-gcc@lists.debian.org", isTeam: true },
    license: { all: [{ id: "GPL-3.0-or-later" }, { any: [{ id: "MIT" }, { name: "Fancy" }] }] },
    file: { name: "libstdc++6_14.2.0-19+b1_amd64.deb", sha256: digestOfBytes("libstdc++6") },
    dependsOn: ["libc6:amd64"],
  });
});

test("only Debian's own archives are called Debian", () => {
  expect(sbomOf().packages.map(({ vendor }) => vendor)).toEqual(["debian", "debian", "company"]);
});

test("a package in another version than the lock's has no digest", () => {
  const [first] = sbomOf(hostilePackages("tool")).packages;

  expect(first).toMatchObject({ name: "tool", vendor: "company" });
  expect(first).not.toHaveProperty("file");
});

test("a package that the lock does not know is nobody's", () => {
  const { packages } = imageSbom({
    image,
    installed: hostilePackages("x"),
    locked: [locked("y", "1", "all")],
    licenses: new Map(),
  });

  expect(packages.map(({ vendor }) => vendor)).toEqual(["unknown", "unknown", "unknown"]);
});

test("a package that stands twice in the database counts once", () => {
  expect(
    sbomOf(hostilePackages("x")).packages.map(({ name, architecture }) => `${name}:${architecture}`),
  ).toEqual(["x:all", "x:x", "xx:x"]);
});
