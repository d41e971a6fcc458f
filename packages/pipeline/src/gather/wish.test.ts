import { sectionOf, treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { universeOf } from "@debootc/core/lock/universe.fixture";
import { expect, test } from "vitest";
import { wishOf } from "./wish.ts";

const universe = universeOf({
  trixie: ["libc6 2.41; Essential: yes", "bash 5.2; Essential: yes", "zsh 5.9"],
});
const foreign = {
  ...universe,
  parts: [
    ...universe.parts,
    ...universeOf({ other: ["evil 1; Essential: yes"] }).parts.map((part) => ({
      ...part,
      sourceId: "vendor",
    })),
  ],
};
const treefile = treefileOf({
  packages: ["zsh", "bash", "zsh"],
  excludePackages: ["nano"],
  architecture: "arm64",
});
const request = {
  ...sectionOf(treefile).request,
  packages: ["zsh", "bash", "zsh"],
  excludePackages: ["nano"],
};

test("the essential packages come first by name, then the treefile's in their order, each once", () => {
  const { wanted } = wishOf(request, universe, treefile);

  expect(wanted.map(({ name, because }) => [name, because])).toEqual([
    ["bash", "essential"],
    ["libc6", "essential"],
    ["zsh", "treefile"],
  ]);
});

test("what another source than Debian's calls essential is not", () => {
  expect(wishOf(request, foreign, treefile).wanted.map(({ name }) => name)).not.toContain("evil");
});

test("names that may not be installed and the place for messages are those of the treefile", () => {
  expect(wishOf(request, universe, treefile)).toMatchObject({
    excluded: ["nano"],
    place: "trixie for arm64",
  });
});
