import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { carryError } from "./carried-error.ts";
import { openQuestions } from "./open-questions.ts";

test("answers find their questions in any order, and an error is thrown as it was", async () => {
  const sent: [number, unknown][] = [];
  const questions = openQuestions((number, question) => void sent.push([number, question]));
  const answers = Promise.allSettled([questions.ask("a"), questions.ask({ b: 1 })]);

  questions.settle(JSON.stringify({ question: 2, answer: [2] }));
  questions.settle(
    JSON.stringify({
      question: 1,
      error: carryError(new DebootcError("plugin-failed", "no", { cause: new Error("why") })),
    }),
  );

  expect(sent).toEqual([
    [1, "a"],
    [2, { b: 1 }],
  ]);
  expect(await answers).toMatchObject([
    { reason: { code: "plugin-failed", message: "no", cause: { message: "why" } } },
    { status: "fulfilled", value: [2] },
  ]);
});
