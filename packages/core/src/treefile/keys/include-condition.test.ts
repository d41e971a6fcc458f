import { describe, expect, test } from "vitest";
import { conditionFaults, evaluateCondition, parseCondition, type TypedValue } from "./include-condition.ts";

function holds(text: string, variable: TypedValue) {
  const condition = parseCondition(text);
  if ("message" in condition) throw new Error(condition.message);
  return evaluateCondition(condition, variable);
}

describe("a condition", () => {
  test.each<[text: string, variable: TypedValue, held: boolean]>([
    ['a == "x"', "x", true],
    ['a == "x"', "y", false],
    ['a != "x"', "y", true],
    ['a == ""', "", true],
    ["a == \"b c == 'd'\"", "b c == 'd'", true],
    ["a == true", true, true],
    ["a != false", false, false],
    ["a==5", 5, true],
    ["  a  >=  5  ", 5, true],
    ["a > 5", 5, false],
    ["a < 10", 9, true],
    ["a <= -1", -2, true],
  ])("%s with %o", (text, variable, held) => {
    expect(holds(text, variable)).toBe(held);
  });

  test.each<[text: string, variable: TypedValue, hint: string]>([
    ["a == 35", "35", 'Write it like `a == "35"`.'],
    ["a >= 35", "35", "Define the variable without quotes, so that it is a number."],
    ["a >= 35", "trixie", "Text has no order here: compare it with == or !=."],
    ['a == "35"', 35, "Write it like `a == 35`."],
    ['a == "true"', true, "Write it like `a == true`."],
    ["a > 3", true, "Write it like `a == true`."],
    ["a == 13", 13.1, "Define the variable in quotes, as text, and compare it with == or !=."],
  ])("%s cannot be asked of %o", (text, variable, hint) => {
    expect(holds(text, variable)).toMatchObject({
      message: expect.stringContaining("cannot be compared"),
      hint,
    });
  });

  test.each([
    ["", "empty"],
    ["garbage", "not a condition"],
    ["a garbage true", "not a condition"],
    ["a = 3", '"=" is not an operator'],
    ["a <> 3", '"<>" is not an operator'],
    ["a == garbage", '"garbage" is not a value'],
    ["a == 'x'", "\"'x'\" is not a value"],
    ["a == 13.1", '"13.1" is not a value'],
    ["a == 99999999999999999999", "is not a value"],
    ["${a} == true", "not replaced"],
    ["a == true and b == true", "more than one condition"],
    ["a == true || b == true", "more than one condition"],
    ['a < "x"', "compares numbers"],
    ["a >= true", "compares numbers"],
    ["1a == 3", "not a condition"],
  ])("%j is refused", (text, says) => {
    expect(conditionFaults(text)).toMatchObject([
      { message: expect.stringContaining(says), allowed: expect.any(String) },
    ]);
  });
});
