import { describe, expect, test } from "vitest";
import { findEarlyReaders } from "./early-readers.ts";

describe("readers in a pipe that stop early", () => {
  test.each(["find . | head -n 1", "ps | grep -q x", "ps | grep -F --quiet x", "a | b | grep -m 1 x"])(
    "%s is found",
    (line) => {
      expect(findEarlyReaders("e2e/a.sh", `one\n${line}`)).toEqual([
        expect.stringMatching(/^e2e\/a[.]sh:2: /),
      ]);
    },
  );

  test.each(["find . | sed -n 1p", "grep -q x file", "true || grep -q x file", "ps | grep -x x >/dev/null"])(
    "%s is not",
    (line) => {
      expect(findEarlyReaders("e2e/a.sh", line)).toEqual([]);
    },
  );
});
