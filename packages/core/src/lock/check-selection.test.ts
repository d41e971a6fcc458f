import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import { checkSelection } from "./check-selection.ts";
import { lockedOf, treefileOf } from "./lock-section.fixture.ts";

const origin = { file: "/tree/system.yaml", line: 3, column: 5 };

/** The findings for a set of packages. */
function findings(changes: Partial<ResolvedTreefile>, names: readonly string[]) {
  try {
    checkSelection(treefileOf(changes), { packages: names.map((name) => lockedOf(name, "1")) });
    return [];
  } catch (error) {
    if (error instanceof DebootcError && error.code === "treefile-invalid") return error.diagnostics;
    throw error;
  }
}

test("a package whose files are to be removed must be in the set", () => {
  const removeFromPackages = [{ package: "cpio", patterns: ["x"], origin }];

  expect(findings({ removeFromPackages }, ["cpio"])).toEqual([]);
  expect(findings({ removeFromPackages }, ["tar"])).toMatchObject([
    { ...origin, key: "remove-from-packages" },
  ]);
});

test("an answer for a package outside the set is refused at its place", () => {
  const answer = (name: string) =>
    ({ package: name, question: `${name}/x`, type: "string", value: "", origin }) as const;

  expect(findings({ debconf: [answer("tzdata"), answer("loales")] }, ["tzdata", "locales"])).toMatchObject([
    {
      ...origin,
      key: "debconf",
      message: "the package loales is not in the image",
      hint: expect.stringContaining("Did you mean `locales`?"),
    },
  ]);
});
