import { expect, test } from "vitest";
import { takenElsewhere } from "./taken-elsewhere.ts";

const installed = [
  { name: "libc6", version: "2.41-12" },
  { name: "libfoo1", version: "2" },
  { name: "libfoo-dev", version: "1" },
];

test("a package installed in a version other than the chain's is named with both", () => {
  expect(
    takenElsewhere(
      [
        { name: "libfoo1", version: "1" },
        { name: "libfoo-dev", version: "1" },
        { name: "foo-doc", version: "1" },
      ],
      installed,
    ),
  ).toEqual([{ name: "libfoo1", built: "1", installed: "2" }]);
});
