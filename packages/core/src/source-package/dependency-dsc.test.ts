import { expect, test } from "vitest";
import { dependencyDsc } from "./dependency-dsc.ts";

test("apt reads relations and nothing else of a source package, each field on one line", () => {
  const relations = {
    buildDepends: "debhelper-compat (= 13),\n libonig-dev,",
    buildConflicts: "autoconf2.13",
  };

  expect(dependencyDsc(relations).split("\n").slice(5)).toEqual([
    "Build-Depends: debhelper-compat (= 13), libonig-dev",
    "Build-Conflicts: autoconf2.13",
    "",
  ]);
});

test("a cross-build wants compilers for the host's architecture", () => {
  const relations = { buildDepends: "debhelper" };

  expect(dependencyDsc(relations, "arm64")).toContain(
    "Build-Depends: debhelper, crossbuild-essential-arm64:native, libc-dev, libstdc++-dev\n",
  );
});

test("a package without build dependencies has none", () => {
  expect(dependencyDsc({})).not.toContain("Build-Depends");
});
