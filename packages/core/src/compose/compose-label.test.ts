import { expect, test } from "vitest";
import { compareLabels, composeLabelSchema, isSupported } from "./compose-label.ts";

test.each(["RC-1.0", "Beta-0.12", "SecurityFix-10.3"])("%s is a label", (label) => {
  expect(composeLabelSchema.parse(label)).toBe(label);
});

test.each(["RC", "RC-1", "rc-1.0", "Gamma-1.0", "RC-1.0.0", "RC-1.0 "])(
  "%j is refused, saying what is allowed",
  (label) => {
    expect(composeLabelSchema.safeParse(label).error?.issues[0]?.message).toMatch(
      /EA, .*SecurityFix followed by -X\.Y/,
    );
  },
);

test("only labels of final content count as supported", () => {
  expect(["RC-1.0", "Update-1.0", "SecurityFix-1.0", "Beta-1.0"].map(isSupported)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test("labels are ordered by milestone, then by number", () => {
  const sorted = ["RC-1.10", "RC-1.9", "Alpha-9.0", "Update-0.1"].sort(compareLabels);
  expect(sorted).toEqual(["Alpha-9.0", "RC-1.9", "RC-1.10", "Update-0.1"]);
});
