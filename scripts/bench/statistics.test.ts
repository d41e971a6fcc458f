import { expect, test } from "vitest";
import { median, medianDeviation } from "./statistics.ts";

test.each([
  [[3], 3, 0],
  [[1, 9, 2], 2, 1],
  [[4, 1, 2, 3], 2.5, 1],
  [[5, 5, 5, 500], 5, 0],
])("of %j the median is %d, strayed from by %d", (values, middle, deviation) => {
  expect(median(values)).toBe(middle);
  expect(medianDeviation(values)).toBe(deviation);
});
