import { expect, test } from "vitest";
import { registrationRate } from "./registration-rate.fixture.ts";

test("150 runners a minute are registered, and GitHub never has to refuse one by a limit", async () => {
  const { registered, seconds, refused } = await registrationRate(300);
  expect({ registered, refused }).toEqual({ registered: 300, refused: 0 });
  expect(registered / (seconds / 60)).toBeGreaterThanOrEqual(150);
}, 300_000);
