import type { NodeTiming } from "@debootc/core/compose/node-timing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { composeResult } from "../compose-result.fixture.ts";
import { bar, stretch } from "./bar.ts";
import { downloadCost } from "./download-cost.ts";
import { sizePicture } from "./size-picture.ts";
import { waterfall } from "./waterfall.ts";

test("a bar is as long as its share, and never nothing for something", () => {
  expect(bar(0, 10)).toBe("");
  expect(bar(0.000_1, 10)).toBe("▏");
  expect(bar(0.55, 10)).toBe("█████▌");
  expect(bar(1, 10)).toBe("██████████");
  expect(bar(7, 10)).toBe("██████████");
});

test("a stretch always has the width of its axis, and something in it", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, fc.integer({ min: 1, max: 80 }), (a, b, width) => {
      const drawn = stretch(Math.min(a, b), Math.max(a, b), width);
      expect(drawn).toHaveLength(width);
      expect(drawn).toMatch(/^·*█+·*$/);
    }),
  );
  expect(stretch(0.25, 0.5, 8)).toBe("··██····");
});

const packageOf = (source: string, installedSize: number) => ({
  ...{
    name: `${source}-bin`,
    version: "1",
    architecture: "amd64",
    source,
    sourceVersion: "1",
    installedSize,
  },
});

test("the picture of sizes has the largest source packages first, and the rest in one line", () => {
  const packages = [
    ...Array.from({ length: 20 }, (_, index) => packageOf(`p${index}|<b>`, 1000 * (index + 1))),
    packageOf("p19|<b>", 4000),
  ];
  const rows = sizePicture(packages).slice(2);

  expect(rows[0]).toBe(`| \`p19\\|<b>\` | 24.0 kB | 11 % | ${"█".repeat(30)} |`);
  expect(rows.at(-1)).toContain("| 5 others | 15.0 kB | 7 % |");
  expect(rows).toHaveLength(16);
  expect(sizePicture([])).toEqual([]);
});

test("the waterfall has each step at its time, and says which were on the way to the end", () => {
  const node = (
    id: string,
    startSeconds: number,
    seconds: number,
    more: Partial<NodeTiming> = {},
  ): NodeTiming => ({
    ...{ node: id, phase: "build", title: id, outcome: "finished", startSeconds, seconds },
    ...more,
  });
  const lines = waterfall([
    node("lock", 0, 10),
    node("root", 10, 30, { after: ["lock"] }),
    node("lint", 10, 5, { after: ["lock"], outcome: "reused" }),
    node("left", 0, 0, { outcome: "skipped", reason: "left out" }),
  ]);

  expect(lines.find((line) => line.includes("root"))).toBe(
    `| **\`root\`** | 30.0 s | \`${"·".repeat(10)}${"█".repeat(30)}\` |`,
  );
  expect(lines.find((line) => line.includes("lint"))).toMatch(/^\| `lint` \| reused \|/);
  expect(lines.join("\n")).not.toContain("left");
});

test("the cost of a download is that of the whole image, and of what is new in it", () => {
  const [leg] = composeResult.legs;
  const update = { layers: 3, bytes: 3_000_000 };

  expect(downloadCost(leg, { layers: [] })).toHaveLength(3);
  expect(downloadCost({ ...leg, update }, { layers: [] }).at(-1)).toBe(
    "| with the image before | 3 layers | 3.0 MB | ███ |",
  );
});
