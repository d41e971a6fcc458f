import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packageMap, type SizedSource } from "./package-map.ts";

const source = (name: string, bytes: number, change?: SizedSource["change"]): SizedSource => ({
  source: name,
  bytes,
  change,
});
/** What the picture for wide windows and the list below it show. */
function shown(sources: readonly SizedSource[]) {
  const [picture = ""] = packageMap(sources).text.split('<svg class="narrow');
  const boxes = picture.match(/<g>[\s\S]*?<\/g>/g) ?? [];
  return {
    boxes: boxes.map((box) => ({
      title: /<title>(.*?)<\/title>/.exec(box)?.[1] ?? "",
      text: [...box.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, words]) => words),
      isMarked: box.includes("<path"),
    })),
    listed: [...picture.matchAll(/<li[^>]*>(.*?)<\/li>/g)].map(([, words]) => words),
  };
}

describe("packageMap", () => {
  test("a box too small for its name has a number, and the list below says whose it is", () => {
    const { boxes, listed } = shown([source("linux", 900), source("a.name.longer.than.its.box", 9)]);

    expect(boxes.map(({ text }) => text)).toEqual([["linux", "900 B"], []]);
    expect(listed).toEqual(["a.name.longer.than.its.box, 9 B"]);
  });

  test("small packages that changed are not hidden among those that did not", () => {
    const many = Array.from({ length: 8 }, (_, at) =>
      source(`tiny${at}`, 1, at < 2 ? "upgraded" : undefined),
    );
    const { boxes } = shown([source("linux", 100_000), ...many]);

    expect(boxes.map(({ title, isMarked }) => [title, isMarked])).toEqual([
      ["linux, 100.0 kB", false],
      ["6 others, 6 B", false],
      ["2 others, 2 B, changed: tiny0, tiny1", true],
    ]);
  });

  test("every box has its name or a number of the list, and a title", () => {
    const sources = fc.array(
      fc.record({
        source: fc.stringMatching(/^[a-z][a-z0-9+.-]{1,30}$/),
        bytes: fc.integer({ min: 0, max: 1_000_000 }),
        change: fc.option(fc.constantFrom("added" as const, "upgraded" as const), { nil: undefined }),
      }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(sources, (given) => {
        const { boxes, listed } = shown(given);
        const waiting = [...listed];
        for (const { title, text, isMarked } of boxes) {
          expect(title).toMatch(/^.+, [\d.]+ k?M?B/);
          expect(isMarked).toBe(/, (added|upgraded|changed)/.test(title));
          // A number comes first: "2 others" begins with one, too.
          const number = String(listed.length - waiting.length + 1);
          if (waiting[0] === title && ["", number].includes(text.join())) waiting.shift();
          else {
            expect(text).not.toEqual([]);
            expect(title.replaceAll(", ", "").startsWith(text.join(""))).toBe(true);
          }
        }
        expect(waiting).toEqual([]);
      }),
      {
        // Its second box that is too small for a name is of two others.
        examples: [
          [
            [
              source("aa", 1547, "added"),
              source("a.", 253_134),
              source("a0", 2, "added"),
              source("aa", 8012),
              source("aa", 337_511),
              source("a+..0", 22_892),
            ],
          ],
        ],
      },
    );
  });
});
