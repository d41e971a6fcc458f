import { expect, test } from "vitest";
import { timeTable } from "./time-table.ts";

test("the slowest part comes first, with what was expected and what it waited for", () => {
  const common = { expectedSeconds: 20, processorSeconds: undefined, waited: [] };

  expect(
    timeTable([
      { ...common, name: "gate", seconds: 12.4 },
      {
        ...common,
        name: "layers",
        seconds: 61.8,
        processorSeconds: 55,
        waited: ["30 s for maker", "2 s for the lock"],
      },
      { ...common, name: "skipped", seconds: 0.2 },
    ]),
  ).toEqual([
    "seconds expected processors  part",
    "     62       20         55  layers             waited 30 s for maker, waited 2 s for the lock",
    "     12       20          -  gate",
  ]);
});
