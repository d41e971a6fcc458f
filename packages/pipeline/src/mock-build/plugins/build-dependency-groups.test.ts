import { expect, test } from "vitest";
import { buildDependencyGroups } from "./build-dependency-groups.ts";

test("build dependencies are named with their alternatives, whatever restricts them", () => {
  const dsc = [
    "-----BEGIN PGP SIGNED MESSAGE-----",
    "Hash: SHA512",
    "",
    "Source: sl",
    "Build-Depends: debhelper-compat (= 13), libfoo-dev:native [linux-any] | libbar-dev <!nocheck>,",
    " cmake",
    "Build-Depends-Indep: pandoc",
    "-----BEGIN PGP SIGNATURE-----",
    "",
    "x",
    "-----END PGP SIGNATURE-----",
    "",
  ].join("\n");

  expect(buildDependencyGroups(dsc)).toEqual([
    ["debhelper-compat"],
    ["libfoo-dev", "libbar-dev"],
    ["cmake"],
    ["pandoc"],
  ]);
});
