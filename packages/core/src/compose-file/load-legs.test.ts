import { expect, test } from "vitest";
import { composeErrors, composePath, release } from "./compose-from-memory.fixture.ts";

test("a treefile whose name cannot name a compose is refused where the compose file names it", () => {
  const named = (name: string) => ({
    [composePath]: `${release}variants:\n  v:\n    treefile: ${name}\n    arches: [amd64, arm64]\n`,
    [`/tree/${name}`]: "ref: x\nsuite: trixie\n",
  });

  expect(composeErrors(named("my system.yaml"))).toMatchObject([
    {
      ...{ file: composePath, line: 4, column: 15, key: "variants.v.treefile" },
      message: '"my system" cannot name a compose',
      given: '"my system.yaml"',
      allowed: expect.stringContaining("beginning with a letter"),
      hint: "Rename the treefile, here and on disk.",
    },
  ]);
  expect(composeErrors(named("my-system.yaml"))).toEqual([]);
});
