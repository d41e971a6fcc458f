import { describe, expect, test } from "vitest";
import { waitingLine } from "./waiting-line.ts";

const start = new Date("2026-11-30T12:00:00Z");
const seconds = (date: Date) => (date.getTime() - start.getTime()) / 1000;
const check = { kind: "check-task", importance: 4 } as const;
const dispatch = { kind: "dispatch", importance: 1 } as const;

describe("what waits for the limits", () => {
  test("of one installation is due as fast as the limits allow, and not all at once", () => {
    const { after } = waitingLine();
    expect([1, 2, 3].map(() => seconds(after(7, check, start)))).toEqual([0, 1, 2]);
    expect([1, 2, 3].map(() => seconds(after(7, dispatch, start)))).toEqual([0, 0.4, 0.8]);
  });

  test("does not wait for another installation, nor for what is less important", () => {
    const { after } = waitingLine();
    for (let number = 0; number < 50; number++) after(7, check, start);

    expect(after(8, check, start)).toEqual(start);
    expect(after(7, dispatch, start)).toEqual(start);
  });

  test("is due no earlier than the limits say", () => {
    const { after } = waitingLine();
    after(7, check, start);
    const later = new Date(start.getTime() + 60_000);
    expect(after(7, check, later)).toEqual(later);
  });
});
