import { expect, test } from "vitest";
import { splitLimits } from "./split-limits.ts";

const limits = { memoryBytes: 1, processes: 2, diskBytes: 3, silenceSeconds: 4 };

test("with its controllers every limit is kept", () => {
  const layout = { version: 1, parents: { memory: "/m", pids: "/p" } } as const;
  expect(splitLimits(limits, layout)).toEqual({ kept: limits, unkept: [] });
});

test("limits that need a missing controller are named, the others are kept", () => {
  const { memoryBytes: _memory, ...others } = limits;
  const layout = { version: 2, parents: { pids: "/p" } } as const;
  expect(splitLimits(limits, layout)).toEqual({ kept: others, unkept: ["memory"] });
  expect(splitLimits(limits, undefined)).toEqual({
    kept: { diskBytes: 3, silenceSeconds: 4 },
    unkept: ["memory", "processes"],
  });
});
