import { expect, test } from "vitest";
import { regressions } from "./compare-figures.ts";

const seconds = (value: number, spread = 0) => [{ name: "wall", value, unit: "s" as const, spread }];

test.each([
  { before: seconds(10), now: seconds(10.9), found: 0, rule: "less than a tenth is no finding" },
  { before: seconds(10), now: seconds(11.1), found: 1, rule: "more than a tenth is one" },
  { before: seconds(10, 0.5), now: seconds(11.4), found: 0, rule: "unless the earlier run strayed as far" },
  { before: seconds(10), now: seconds(11.4, 0.5), found: 0, rule: "or this one does" },
  { before: seconds(10), now: seconds(5), found: 0, rule: "faster is no regression" },
  { before: [], now: seconds(5), found: 0, rule: "what was not measured before cannot be worse" },
])("$rule", ({ before, now, found }) => {
  expect(regressions(before, now)).toHaveLength(found);
});
