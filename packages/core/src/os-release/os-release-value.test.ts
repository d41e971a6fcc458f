import { expect, test } from "vitest";
import { osReleaseValue } from "./os-release-value.ts";

const text = `PRETTY_NAME="Debian \\"13\\" \\$x"\nVERSION_ID='13'\nOSTREE_VERSION=13.1\nEMPTY=""\nVERSION_ID=14\n`;

test.each([
  ["PRETTY_NAME", 'Debian "13" $x'],
  ["OSTREE_VERSION", "13.1"],
  ["VERSION_ID", "14"],
  ["EMPTY", undefined],
  ["VERSION", undefined],
])("%s is %s", (key, value) => {
  expect(osReleaseValue(text, key)).toBe(value);
});
