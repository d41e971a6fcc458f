import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boxLabel } from "./box-label.ts";

const textOf = (lines: ReturnType<typeof boxLabel>) => lines.map(({ text }) => text);

describe("boxLabel", () => {
  test.each([
    ["name and size", { width: 90, height: 60 }, ["openssl", "8.7 MB"]],
    ["only the name if there is no line for the size", { width: 90, height: 30 }, ["openssl"]],
    ["nothing if the name is too long", { width: 50, height: 60 }, []],
    ["nothing if no line fits", { width: 90, height: 20 }, []],
  ])("writes %s", (_, box, lines) => {
    expect(textOf(boxLabel(["openssl", "8.7 MB"], box))).toEqual(lines);
  });

  test("breaks a long name behind hyphens, into as few lines as possible", () => {
    const name = "linux-signed-amd64";

    expect(textOf(boxLabel([name], { width: 200, height: 60 }))).toEqual([name]);
    expect(textOf(boxLabel([name], { width: 130, height: 60 }))).toEqual(["linux-signed-", "amd64"]);
    expect(textOf(boxLabel([name], { width: 80, height: 60 }))).toEqual(["linux-", "signed-", "amd64"]);
    expect(textOf(boxLabel([name], { width: 80, height: 50 }))).toEqual([]);
  });

  test("what is written is the whole name, inside the box", () => {
    const box = fc.record({
      width: fc.integer({ min: 1, max: 300 }),
      height: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9+.-]{1,40}$/), box, (name, area) => {
        const lines = boxLabel([name, "1.0 MB"], area);
        const names = lines.filter(({ kind }) => kind === "name");

        expect([[], [name]]).toContainEqual(names.length === 0 ? [] : [textOf(names).join("")]);
        for (const { text, below } of lines) {
          expect(below).toBeLessThan(area.height);
          expect(text.length * 8).toBeLessThan(area.width);
        }
      }),
    );
  });
});
