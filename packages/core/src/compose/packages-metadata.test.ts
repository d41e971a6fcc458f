import { expect, test } from "vitest";
import type { LockedPackage } from "../lock/lock.ts";
import { digestOfBytes } from "../record/digest.ts";
import { composedPackages, packagesRecord } from "./packages-metadata.ts";

const locked = (name: string, architecture = "amd64"): LockedPackage => ({
  name,
  version: "1:1.0-1+b1",
  architecture,
  source: `${name}-source`,
  sourceVersion: "1:1.0-1",
  sha256: digestOfBytes(name),
  size: 10,
  filename: `pool/main/${name}.deb`,
  sourceId: "debian",
});

test("a package keeps its identity and loses where to get it", () => {
  expect(composedPackages([locked("dash")], [])).toEqual([
    {
      name: "dash",
      version: "1:1.0-1+b1",
      architecture: "amd64",
      source: "dash-source",
      sourceVersion: "1:1.0-1",
      size: 10,
      sha256: digestOfBytes("dash"),
    },
  ]);
});

test("packages are sorted by name, then architecture, bytewise", () => {
  const list = composedPackages(
    [locked("libc6", "i386"), locked("libc6"), locked("Zed"), locked("dash")],
    [],
  );
  expect(list.map(({ name, architecture }) => `${name}:${architecture}`)).toEqual([
    "Zed:amd64",
    "dash:amd64",
    "libc6:amd64",
    "libc6:i386",
  ]);
});

test("the record is read back as written", () => {
  const value = {
    composeId: "tiny-13-20250131.t.0",
    variants: { tiny: { amd64: composedPackages([locked("dash")], []), arm64: [] } },
  };
  expect(packagesRecord.parse(packagesRecord.serialize(value), "packages.json")).toEqual(value);
});

test("a package has the size that dpkg reports for its own architecture", () => {
  const installed = { name: "dash", version: "1", architecture: "i386", source: "dash", installedSize: 2048 };

  expect(composedPackages([locked("dash", "i386")], [installed])).toMatchObject([{ installedSize: 2048 }]);
  expect(composedPackages([locked("dash")], [installed])[0]).not.toHaveProperty("installedSize");
});
