import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConsoleLines, plainConsoleText } from "./console-text.ts";

describe("plain text of a console", () => {
  test.each([
    [
      "colours",
      "[\x1b[0;32m  OK  \x1b[0m] Reached target \x1b[0;1;39mbasic.target\x1b[0m.",
      "[  OK  ] Reached target basic.target.",
    ],
    ["colours with a colour space", "[\x1b[0;1;38:5:185mDEPEND\x1b[0m] x", "[DEPEND] x"],
    ["a window's title", "\x1b]0;root@debian\x07$ ", "$"],
    ["a terminal's state (OSC 3008)", "\x1b]3008;start=1;type=boot\x1b\\up", "up"],
    ["a cursor going up", "\x1bM\x1b[Kx", "x"],
    ["a screen that is cleared", "\x1bc\x1b[?7l\x1b[2J\x1b(BSeaBIOS", "SeaBIOS"],
    ["single control characters", "a\x00b\x08\x7fc", "abc"],
  ])("is without %s", (_, line, plain) => {
    expect(plainConsoleText(line)).toBe(plain);
  });

  test("keeps tabs and non-ASCII characters", () => {
    expect(plainConsoleText("…\tümläut 漢")).toBe("…\tümläut 漢");
  });

  test("never contains an escape sequence, whatever the guest writes", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("\x1b", "[", "]", "0", ";", "m", "\x07", "\\", "a", "(") }),
        (text) => {
          expect(plainConsoleText(text)).not.toMatch(/[\x00-\x08\x0e-\x1f]/);
        },
      ),
    );
  });
});

describe("console lines", () => {
  test("end at a line feed or a carriage return, and empty ones are dropped", () => {
    const lines = new ConsoleLines();

    expect(lines.push("one\r\r\n\r\ntw")).toEqual(["one"]);
    expect(lines.push("o\rthree")).toEqual(["two"]);
    expect(lines.pending).toBe("three");
  });

  test("are the same wherever the stream is cut", () => {
    const text = "[\x1b[0;32m  OK  \x1b[0m] a\r\n\x1bM\r\x1b[K[*] b\r\nlogin: ";
    const whole = new ConsoleLines().push(text);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 8 }), (cuts) => {
        const lines = new ConsoleLines();
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));

        expect(pieces.flatMap((piece) => lines.push(piece))).toEqual(whole);
        expect(lines.pending).toBe("login:");
      }),
    );
  });
});
