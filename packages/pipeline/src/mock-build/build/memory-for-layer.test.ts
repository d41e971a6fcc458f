import { expect, test } from "vitest";
import { memoryForLayer } from "./memory-for-layer.ts";

const gibibyte = 1024 ** 3;

test("builds at once share one half of what is to spare", () => {
  expect(memoryForLayer({ tmpfs: "auto", limits: {} }, 16 * gibibyte, 2)).toBe(4 * gibibyte);
});

test("by itself nothing is kept in memory where there is little, or a limit that would count it", () => {
  expect(memoryForLayer({ tmpfs: "auto", limits: {} }, 6 * gibibyte, 2)).toBeUndefined();
  expect(
    memoryForLayer({ tmpfs: "auto", limits: { memoryBytes: gibibyte } }, 64 * gibibyte, 1),
  ).toBeUndefined();
});

test("whoever asks for it gets it, within the limit of the disk", () => {
  expect(memoryForLayer({ tmpfs: "on", limits: {} }, 2 * gibibyte, 1)).toBe(gibibyte);
  expect(memoryForLayer({ tmpfs: "on", limits: { diskBytes: 7 } }, 2 * gibibyte, 1)).toBe(7);
  expect(memoryForLayer({ tmpfs: "off", limits: {} }, 64 * gibibyte, 1)).toBeUndefined();
});
