import { describe, expect, test } from "vitest";
import { countOf, formatBytes, formatClock, formatElapsed, formatSeconds } from "./amount.ts";

describe("amounts", () => {
  test.each([
    [0, "0.0 s"],
    [2.14, "2.1 s"],
    [59.94, "59.9 s"],
    [59.96, "1m 00s"],
    [64, "1m 04s"],
    [3599.4, "59m 59s"],
    [3599.6, "1h 00m"],
    [7325, "2h 02m"],
  ])("%f seconds are %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  test("a running clock counts whole seconds and does not run ahead", () => {
    expect([0.9, 59.99, 60, 119.9].map(formatElapsed)).toEqual(["0 s", "59 s", "1m 00s", "1m 59s"]);
  });

  test("the time of a log line has hours only when there are some", () => {
    expect([-1, 5, 600, 3661].map(formatClock)).toEqual(["00:00", "00:05", "10:00", "01:01:01"]);
  });

  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_999, "1.0 MB"],
    [310_200_000, "310.2 MB"],
    [5e15, "5000.0 TB"],
  ])("%f bytes are %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test("one is singular", () => {
    expect([countOf(0, "file"), countOf(1, "file"), countOf(21304, "file")]).toEqual([
      "0 files",
      "1 file",
      "21,304 files",
    ]);
  });
});
