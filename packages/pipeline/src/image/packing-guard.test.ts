import { expect, test } from "vitest";
import { packingGuard } from "./packing-guard.ts";

const patience = 300;

test("a guard complains once nothing was packed for as long as it is patient", () => {
  const guard = packingGuard(1, patience);
  guard.begin(0, "layer-000", 1000);

  expect(guard.passed(299)).toBeUndefined();
  expect(guard.passed(1)).toMatchObject({ code: "internal-fault" });
});

test.each([
  ["a layer that begins", (guard: ReturnType<typeof packingGuard>) => guard.begin(1, "layer-001", 10)],
  ["a block", (guard: ReturnType<typeof packingGuard>) => guard.packed(0, 1)],
  ["a layer that ends", (guard: ReturnType<typeof packingGuard>) => guard.end(0)],
])("%s in any lane begins the wait anew", (_, move) => {
  const guard = packingGuard(2, patience);
  guard.begin(0, "layer-000", 1000);
  guard.passed(299);
  move(guard);

  expect(guard.passed(299)).toBeUndefined();
  expect(guard.passed(1)).toBeDefined();
});

test("the complaint names what each lane had done", () => {
  const guard = packingGuard(3, patience);
  guard.begin(0, "layer-000", 70_000_000);
  guard.packed(0, 8_000_000);
  guard.packed(0, 8_000_000);
  guard.begin(1, "layer-001", 5000);
  guard.packed(1, 5000);
  guard.end(1);
  guard.begin(1, "layer-002", 6000);

  expect(guard.passed(300)?.message).toBe(
    [
      "packing the layers stood still for 300 s:",
      "  lane 1: 16.0 MB of 70.0 MB of layer-000, after 0 layers",
      "  lane 2: 0 B of 6.0 kB of layer-002, after 1 layer",
      "  lane 3: waits after 0 layers",
    ].join("\n"),
  );
});
