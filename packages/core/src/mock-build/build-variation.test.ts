import { expect, test } from "vitest";
import {
  buildVariationSchema,
  firstSurroundings,
  secondSurroundings,
  variationsBetween,
} from "./build-variation.ts";

test.each([1, 2, 64])(
  "of %s processors, the second build differs in everything it promises",
  (processors) => {
    const first = firstSurroundings(processors);
    const second = buildVariationSchema.parse(secondSurroundings(first));

    expect(variationsBetween(first, second).map(({ name }) => name)).toEqual([
      "time",
      "time zone",
      "locale",
      "umask",
      "host name",
      "user",
      "core count",
      "file order",
    ]);
    expect(second.processors).toBeGreaterThanOrEqual(1);
  },
);

test("the second build's clock differs in every part of a date", () => {
  const { clockSeconds } = secondSurroundings(firstSurroundings(1));
  const parts = (time: number) => new Date(time * 1000).toISOString().match(/\d+/g)?.slice(0, 5) ?? [];
  const start = Date.parse("2026-11-23T05:17:00Z") / 1000;
  const [a, b] = [parts(start), parts(start + clockSeconds)];

  expect(a.map((part, index) => part === b[index])).toEqual([false, false, false, false, false]);
});

test("what is equal in both builds is not a variation", () => {
  const first = firstSurroundings(2);

  expect(variationsBetween(first, { ...first, umask: "0002" })).toEqual([
    { name: "umask", first: "0022", second: "0002" },
  ]);
});
