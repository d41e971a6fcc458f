import { expect, test } from "vitest";
import { dateSummary } from "./date-summary.ts";

/** The metadata of a summary of ostree 2022.7, without refs. */
const metadata = Buffer.from(
  "6f73747265652e73756d6d6172792e6d6f64650000000000617263686976652d7a3200007314" +
    "00006f73747265652e73756d6d6172792e6c6173742d6d6f6469666965640000000000000000" +
    "6b0cf92800741d0000000000",
  "hex",
);

test("only the time of a summary changes", () => {
  const dated = Buffer.from(dateSummary(metadata, 1_764_460_800));
  const differing = [...dated.keys()].filter((index) => dated[index] !== metadata[index]);

  expect(dated).toHaveLength(metadata.length);
  expect(dated.readBigUInt64BE(0x48)).toBe(1_764_460_800n);
  expect(Math.min(...differing)).toBeGreaterThanOrEqual(0x48);
  expect(Math.max(...differing)).toBeLessThan(0x50);
});

test("what says no time is no summary of ostree", () => {
  expect(() => dateSummary(Buffer.from("nothing"), 0)).toThrow("does not say when");
});
