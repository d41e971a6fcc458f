import { expect, test } from "vitest";
import { scriptLimitsOf } from "./script-limits.ts";

test("limits of a request become numbers, and `none` no limit", () => {
  const request = {
    limitTime: "90min",
    limitSilence: "none",
    limitMemory: "8GiB",
    limitProcesses: 500,
    limitDisk: "none",
  };

  expect(scriptLimitsOf(request)).toEqual({
    timeSeconds: 5400,
    memoryBytes: 8 * 1024 ** 3,
    processes: 500,
  });
});
