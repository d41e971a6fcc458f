import type { ChainPackage } from "@debootc/core/mock-build/records/chain-result";
import { expect, test } from "vitest";
import { glyphsFor } from "../../screen/glyphs.ts";
import type { Canvas } from "../../screen/screen.ts";
import { createStyle } from "../../screen/style.ts";
import { chainSummary } from "./chain-summary.ts";

const canvas: Canvas = {
  columns: 80,
  directory: "/home/me",
  style: createStyle(false),
  glyphs: glyphsFor(true),
};
const failed = (name: string): ChainPackage => ({
  asked: `./${name}`,
  name,
  version: "1.0",
  outcome: "failed",
  needs: [],
  error: { code: "build-failed", class: "package", message: `${name} does not build`, diagnostics: [] },
});
const shown = (packages: ChainPackage[], isRoot = true) =>
  chainSummary({ directory: "/home/me/out", result: { packages }, access: { isRoot } }, canvas);

test("each package of a chain whose root was kept has the command that enters it", () => {
  const text = shown([
    { ...failed("one"), keptChroot: "failed-one-amd64" },
    { ...failed("two"), keptChroot: "failed-two-amd64" },
  ]);

  expect(text).toContain("debootc chroot shell failed-one-amd64 --user builder\n");
  expect(text).toContain("debootc chroot shell failed-two-amd64 --user builder\n");
  expect(text).not.toContain("--keep-failed");
});

test("however many packages failed, the option that keeps their roots is named once, to who can use it", () => {
  expect(shown([failed("one"), failed("two")]).match(/--keep-failed/g)).toHaveLength(1);
  expect(shown([failed("one")], false)).not.toContain("--keep-failed");
});
