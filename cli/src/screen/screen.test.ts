import { describe, expect, test } from "vitest";
import { screenOf } from "./screen.ts";

const terminal = { write: () => true, isTTY: true, columns: 100, rows: 30 };
const pipe = { write: () => true };
const utf8 = { TERM: "xterm-256color", LANG: "en_GB.UTF-8" };

function colored(stream: typeof terminal | typeof pipe, environment: Record<string, string>): boolean {
  return screenOf(stream, environment, "/").style.good("x") !== "x";
}

describe("screenOf", () => {
  test("a terminal is painted and drawn over, a pipe is not", () => {
    expect([colored(terminal, utf8), screenOf(terminal, utf8, "/").interactive]).toEqual([true, true]);
    expect([colored(pipe, utf8), screenOf(pipe, utf8, "/").interactive]).toEqual([false, false]);
  });

  test("NO_COLOR stops all colour, FORCE_COLOR paints a pipe", () => {
    expect(colored(terminal, { ...utf8, NO_COLOR: "1" })).toBe(false);
    expect(colored(terminal, { ...utf8, NO_COLOR: "" })).toBe(true);
    expect(colored(pipe, { ...utf8, FORCE_COLOR: "1" })).toBe(true);
    expect(colored(terminal, { ...utf8, FORCE_COLOR: "0" })).toBe(false);
  });

  test("a dumb terminal is treated as a pipe", () => {
    expect(screenOf(terminal, { TERM: "dumb" }, "/").interactive).toBe(false);
    expect(colored(terminal, { TERM: "dumb" })).toBe(false);
  });

  test.each([
    [{ ...utf8 }, "✔"],
    [{}, "✔"],
    [{ ...utf8, LC_ALL: "C" }, "+"],
    [{ ...utf8, TERM: "linux" }, "+"],
    [{ LANG: "de_DE.ISO-8859-1" }, "+"],
  ])("with %j done is drawn as %s", (environment, sign) => {
    expect(screenOf(terminal, environment, "/").glyphs.done).toBe(sign);
  });

  test("a terminal that reports no size has the usual one", () => {
    const screen = screenOf({ ...terminal, columns: 0, rows: 0 }, utf8, "/");

    expect([screen.columns(), screen.rows()]).toEqual([80, 24]);
  });
});
