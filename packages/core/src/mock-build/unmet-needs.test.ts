import { expect, test } from "vitest";
import { universeOf } from "../lock/universe.fixture.ts";
import { unmetNeeds, vitalConflicts } from "./unmet-needs.ts";

const universe = universeOf({
  trixie: [
    "libfoo-dev 1.2-1",
    "pkgconf 1; Provides: pkg-config (= 1)",
    "mawk 1; Provides: awk",
    "bash 5; Essential: yes",
    "make 4",
    "gcc 14; Provides: c-compiler; Depends: libgcc-dev",
    "libgcc-dev 14",
    "dpkg-dev 1; Depends: make",
    "build-essential 12; Depends: gcc, dpkg-dev (>= 1)",
  ],
});
const scope = { architecture: "amd64", profiles: ["nocheck"] };
const surroundings = { scope, universe, suite: "trixie" };
const needs = (buildDepends: string) => unmetNeeds({ buildDepends }, surroundings);

test.each([
  ["libfooo-dev", "trixie has no package libfooo-dev; did you mean libfoo-dev?"],
  ["something-else", "trixie has no package something-else"],
  ["libfoo-dev (>= 2)", "trixie has libfoo-dev 1.2-1"],
  ["awk (>= 2)", "trixie has awk only without a version, provided by mawk"],
  ["libfoo-dev (>= 2) | other", "trixie has libfoo-dev 1.2-1; trixie has no package other"],
])("the need %s is unmet because %s", (field, why) => {
  expect(needs(`make, ${field}`)).toMatchObject([{ field: "Build-Depends", relation: field, why }]);
});

test.each(["libfoo-dev (>= 1)", "pkg-config", "awk", "absent | make", "absent [arm64]", "absent <!nocheck>"])(
  "the need %s is not to blame beside one that nothing meets",
  (field) => {
    expect(needs(`${field}, none-such`).map(({ name }) => name)).toEqual(["none-such"]);
  },
);

test("a first alternative that nothing meets is to blame if all else is met", () => {
  expect(needs("make, absent | make").map(({ relation }) => relation)).toEqual(["absent | make"]);
  expect(needs("make, libfoo-dev")).toEqual([]);
});

test("each field is read as far as it applies", () => {
  const relations = { buildDependsArch: "no-arch", buildDependsIndep: "no-indep" };

  expect(unmetNeeds(relations, surroundings).map(({ field }) => field)).toEqual([
    "Build-Depends-Arch",
    "Build-Depends-Indep",
  ]);
});

const conflicts = (buildConflicts: string) => vitalConflicts({ buildConflicts }, surroundings);

test.each([
  ["make", "needs it for build-essential"],
  ["libgcc-dev", "needs it for build-essential"],
  ["c-compiler", "needs it for build-essential"],
  ["build-essential", "needs it"],
  ["bash (>= 5)", "needs it"],
])("a conflict with %s is named, because every build %s", (field, why) => {
  expect(conflicts(`libfoo-dev, ${field}`)).toMatchObject([
    {
      field: "Build-Conflicts",
      relation: field,
      why: `the package conflicts with it, but every build ${why}`,
    },
  ]);
});

test.each(["libfoo-dev", "bash (<< 5)", "make [arm64]", "make <!nocheck>", "absent"])(
  "a conflict with %s takes nothing away that every build needs",
  (field) => {
    expect(conflicts(field)).toEqual([]);
  },
);
