import fc from "fast-check";
import { expect, test } from "vitest";
import { watchOutput } from "./output-watch.ts";

function heard(chunks: readonly Uint8Array[]) {
  const lines: string[] = [];
  const watch = watchOutput((line) => lines.push(line));
  for (const chunk of chunks) watch.take(chunk);
  const lastLine = watch.lastLine();
  watch.end();
  return { lines, lastLine, bytes: watch.bytes() };
}

test("lines are the same however the output is cut", () => {
  const text = fc.array(fc.string({ unit: "binary" }).map((line) => line.replaceAll("\n", "")));
  fc.assert(
    fc.property(text, fc.array(fc.nat(50)), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
      const places = [
        0,
        ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b),
        bytes.length,
      ];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(heard(chunks)).toMatchObject({ lines: heard([bytes]).lines, bytes: bytes.length });
      expect(heard(chunks).lines).toHaveLength(lines.length);
    }),
  );
});

test("a line without an end is given out in pieces, and counts as the last one", () => {
  const { lines, lastLine } = heard([Buffer.from("x".repeat(150_000)), Buffer.from("tail")]);
  expect(lines.map(({ length }) => length)).toEqual([65_536, 65_536, 18_932]);
  expect(lastLine.endsWith("xtail")).toBe(true);
});

test("empty lines do not hide the last one that says something", () => {
  expect(heard([Buffer.from("running tests\n\n  \n")]).lastLine).toBe("running tests");
  expect(heard([]).lastLine).toBe("");
});
