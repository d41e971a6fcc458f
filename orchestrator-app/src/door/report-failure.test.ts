import { DebootcError } from "@debootc/core/error/debootc-error";
import { CommanderError } from "commander";
import { expect, test } from "vitest";
import { reportFailure } from "./report-failure.ts";

function reported(error: unknown): readonly [number, string] {
  let written = "";
  const status = reportFailure(error, (text) => (written += text));
  return [status, written];
}

test("an expected failure is told with its hint, and ends with the status of its code", () => {
  expect(reported(new DebootcError("in-use", "another hub uses it", { hint: "Stop it." }))).toEqual([
    60,
    "error: another hub uses it\nhint: Stop it.\n",
  ]);
});

test("a fault shows where it happened", () => {
  const [status, text] = reported(new TypeError("x is not a function"));
  expect(status).toBe(1);
  expect(text).toMatch(/^error: TypeError: x is not a function\n +at /);
});

test("what commander has said itself is not said again", () => {
  expect(reported(new CommanderError(1, "commander.unknownOption", "error: unknown option"))).toEqual([
    2,
    "",
  ]);
  expect(reported(new CommanderError(0, "commander.helpDisplayed", "(outputHelp)"))).toEqual([0, ""]);
});
