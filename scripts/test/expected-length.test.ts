import { expect, test } from "vitest";
import { expectedLength } from "./expected-length.ts";
import { gatePart, scenarioPart, vitestPart } from "./part.ts";
import { scenarios } from "./scenario.ts";

const job = (name: string, seconds: number, alone = false) => ({
  ...{ name, seconds, early: false, alone, exclusive: [], needs: [], gives: [] },
});

test("a run is as long as its slots are busy", () => {
  expect(expectedLength([job("a", 5), job("b", 4), job("c", 3)], 2)).toBe(7);
  expect(expectedLength([job("a", 5), job("b", 4), job("single", 3, true)], 2)).toBe(8);
  expect(expectedLength([], 2)).toBe(0);
});

test("all parts, by what their headers say, take less than 35 minutes on two processors", async () => {
  const { signal } = new AbortController();
  const options = { environment: {}, full: false, signal };
  const parts = await Promise.all((await scenarios()).map(async (name) => await scenarioPart(name, options)));
  const vitest = (["unit", "integration"] as const).map((project) => vitestPart(project, options));

  expect(expectedLength([gatePart(), ...vitest, ...parts], 4)).toBeLessThan(35 * 60);
});
