import { expect, test } from "vitest";
import { evaluate, interpolate } from "./evaluate.ts";

const scope = {
  contexts: {
    inputs: { tasks: '[{"task": 7}]', "dry-run": "" },
    matrix: { label: "t-7", runsOn: ["a", "b"], count: 3 },
    github: { ref: "refs/heads/main" },
  },
};

test.each([
  ["inputs.tasks", '[{"task": 7}]'],
  ["fromJSON(inputs.tasks)[0].task", 7],
  ["INPUTS.Tasks == inputs['tasks']", true],
  ["matrix.missing", null],
  ["matrix.missing == ''", true],
  ["matrix.count >= 3 && matrix.label == 'T-7'", true],
  ["matrix.count > 3 || !inputs.dry-run", true],
  ["inputs.dry-run || 'otherwise'", "otherwise"],
  ["startsWith(github.ref, 'refs/heads/') && endsWith(github.ref, 'main')", true],
  ["contains(matrix.runsOn, 'B')", true],
  ["format('{0}-{1} {{}}', matrix.label, 1.5)", "t-7-1.5 {}"],
  ["join(matrix.runsOn, '+')", "a+b"],
  ["'it''s'", "it's"],
  ["(1 == '1') == true && null == 0", true],
  ["toJSON(matrix.runsOn)", '[\n  "a",\n  "b"\n]'],
  ["always()", true],
])("%s is %j", (text, value) => {
  expect(evaluate(text, scope)).toEqual(value);
});

test("a text that is one expression has its value, others have it as text", () => {
  expect(interpolate("${{ matrix.runsOn }}", scope)).toEqual(["a", "b"]);
  expect(interpolate("x ${{ matrix.count }} ${{ matrix.label }}", scope)).toBe("x 3 t-7");
  expect(interpolate({ a: ["${{ matrix.count }}", 1] }, scope)).toEqual({ a: [3, 1] });
});

test.each([
  ["secrets.TOKEN", "the context secrets is not there at this place; allowed: inputs, matrix, github"],
  ["hashFiles('x')", "the function hashfiles is not known here; allowed: fromjson"],
  ["inputs.", 'cannot read the expression "inputs.": unexpected the end'],
  ["matrix.runsOn.*", "unexpected *"],
  ["1 +", "unexpected +"],
  ["a b", "unexpected b"],
  ["fromJSON('{')", 'fromJSON cannot read "{"'],
])("%s is refused", (text, message) => {
  expect(() => evaluate(text, scope)).toThrow(message);
});
