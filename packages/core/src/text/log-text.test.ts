import fc from "fast-check";
import { expect, test } from "vitest";
import { logText, longestLine, shownLength } from "./log-text.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

test.each([
  ["\u001b[36;1mgreen\u001b[0m\r\n", "green\n"],
  ["10%\r20%\r\r\n", "10% 20%\n"],
  ["a\tb\0c\u202e\u0007", "a\tb\\u0000c\\u202e\\u0007"],
  ["\u001b]0;title\u0007x\n", "x\n"],
])("%j is shown as %j", (given, shown) => {
  expect(logText(bytesOf(given))).toBe(shown);
});

test("what is not UTF-8 is shown, and nothing of any bytes acts on a terminal", () => {
  expect(logText(Uint8Array.of(0x61, 0xff, 0xc3, 0x0a))).toBe("a\ufffd\ufffd\n");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      // oxlint-disable-next-line no-control-regex
      expect(logText(bytes)).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
      expect(logText(bytes).split("\n")).toHaveLength(bytes.filter((byte) => byte === 0x0a).length + 1);
    }),
  );
});

test("whole lines are shown, a line without end in parts, and the last one whatever it ends with", () => {
  expect(shownLength(bytesOf("one\ntw"), false)).toBe(4);
  expect(shownLength(bytesOf("tw"), false)).toBe(0);
  expect(shownLength(bytesOf("tw"), true)).toBe(2);
  const long = bytesOf("x".repeat(longestLine));
  expect(shownLength(long, false)).toBe(0);
  expect(shownLength(Uint8Array.of(...long, 0x78), false)).toBe(longestLine + 1);
  expect(shownLength(Uint8Array.of(...long, 0xe2, 0x82), false)).toBe(longestLine);
});
