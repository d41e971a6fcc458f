import { describe, expect, test } from "vitest";
import { loadFromMemory, treefilePath } from "../../load-from-memory.fixture.ts";

/** Loads a treefile that includes others, which stand beside it without their endings. */
function basesOf(outermost: string, others: Readonly<Record<string, string>> = {}): string[][] {
  const files = Object.entries(others).map(([name, text]) => [`/tree/${name}.yaml`, text]);
  return loadFromMemory({
    ...(Object.fromEntries(files) as Record<string, string>),
    [treefilePath]: `ref: a\nsuite: trixie\n${outermost}`,
  }).treefile.bases;
}

const inner = "packages: [zsh, bash]\n";

describe("the packages of a treefile are installed in steps:", () => {
  test("one, if it includes none", () => {
    expect(basesOf("packages: [bat]\n")).toEqual([]);
  });

  test("first those of what it includes, by their names in order", () => {
    expect(basesOf("include: inner.yaml\npackages: [bat]\n", { inner })).toEqual([["bash", "zsh"]]);
  });

  test("one for each that builds on the next, the innermost first", () => {
    const outer = "include: inner.yaml\npackages: [nano]\n";

    expect(basesOf("include: outer.yaml\npackages: [bat]\n", { outer, inner })).toEqual([
      ["bash", "zsh"],
      ["bash", "nano", "zsh"],
    ]);
  });

  test("none for a treefile that adds no packages", () => {
    expect(basesOf("include: inner.yaml\n", { inner })).toEqual([]);
    expect(
      basesOf("include: outer.yaml\npackages: [bat]\n", { outer: "include: inner.yaml\n", inner }),
    ).toEqual([["bash", "zsh"]]);
  });

  test("what else is included comes with what includes it", () => {
    const others = { inner, second: "packages: [vim]\n", third: "packages: [less]\n" };

    expect(basesOf("include: [inner.yaml, second.yaml, third.yaml]\npackages: [bat]\n", others)).toEqual([
      ["bash", "zsh"],
    ]);
  });

  test("those of an architecture with the others of their file", () => {
    const both = "packages: [bash]\npackages-amd64: [grub]\npackages-arm64: [flash]\n";

    expect(basesOf("include: both.yaml\npackages: [bat]\n", { both })).toEqual([["bash", "grub"]]);
  });
});
