import { describe, expect, test } from "vitest";
import { type GuestSigns, reasonToEnd } from "./guest-ending.ts";

const patience = { total: 600, silence: 120, afterTrouble: 3, powerOff: 90 };
const trouble = { what: "the kernel panicked", hint: "", line: "panic", at: 50 };

describe("the host ends a guest", () => {
  test.each<[string, Partial<GuestSigns>, number, ReturnType<typeof reasonToEnd>]>([
    ["not while it writes", { lastSignAt: 599 }, 600, undefined],
    ["when it takes too long, although it writes", { lastSignAt: 600 }, 601, "timed-out"],
    ["when it is silent for too long", { lastSignAt: 10 }, 131, "silent"],
    ["not at once when it is in trouble, to catch the lines that follow", { trouble }, 53, undefined],
    ["soon after a trouble", { trouble }, 54, "trouble"],
    ["when it does not power off after the probe has finished", { toldAllAt: 100 }, 191, "not-off"],
    ["not for trouble on the way to power-off", { toldAllAt: 100, trouble }, 160, undefined],
    ["not at the time-out once the probe has finished", { toldAllAt: 599 }, 620, undefined],
  ])("%s", (_, signs, now, reason) => {
    expect(reasonToEnd({ startedAt: 0, lastSignAt: 0, ...signs }, patience, now)).toBe(reason);
  });
});
