import { DebootcError } from "@debootc/core/error/debootc-error";
import { builtSourceId } from "@debootc/core/debian/own-source";
import type { LockedPackage, LockSection } from "@debootc/core/lock/lock";
import { digestOfBytes } from "@debootc/core/record/digest";
import { expect, test } from "vitest";
import { checkBuiltPackages } from "./built-packages.ts";
import type { LocalDeb } from "./local-packages.ts";

const locked = (name: string, bytes: string, sourceId: string = builtSourceId): LockedPackage => ({
  name,
  version: "1-1",
  architecture: "amd64",
  source: name,
  sourceVersion: "1-1",
  sha256: digestOfBytes(bytes),
  size: 1,
  filename: `${name}.deb`,
  sourceId,
});
const built = (name: string, bytes: string): LocalDeb => ({
  name,
  version: "1-2",
  architecture: "amd64",
  sha256: digestOfBytes(bytes),
  size: 1,
  file: `/${name}.deb`,
  control: "",
});
const check = (packages: readonly LockedPackage[], debs: readonly LocalDeb[]) => () =>
  checkBuiltPackages({ packages } as LockSection, debs, { words: "site.yaml" });

test("built packages with the bytes of the lock fit, and packages of archives are not looked at", () => {
  const packages = [locked("one", "a"), locked("bash", "b", "debian")];

  expect(check(packages, [built("one", "a"), built("further", "c")])).not.toThrow(DebootcError);
});

test("all that differ are reported at once, with what became of them and what to do", () => {
  const packages = [locked("one", "a"), locked("two", "b"), locked("three", "c")];

  expect(check(packages, [built("two", "x"), built("three", "c")])).toThrow(
    expect.objectContaining({
      code: "lock-stale",
      message: [
        "the lock no longer matches the packages built from the source packages:",
        "  source-packages: one 1-1 of the lock is no longer built",
        "  source-packages: two 1-1 of the lock is now built as 1-2, with different bytes",
      ].join("\n"),
      hint: expect.stringContaining("debootc lock site.yaml"),
    }),
  );
});
