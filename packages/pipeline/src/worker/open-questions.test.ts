import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { expect, test } from "vitest";
import { openQuestions } from "./open-questions.ts";

test("answers find their questions in any order, and an error is thrown as it was", async () => {
  const sent: [number, unknown][] = [];
  const questions = openQuestions((number, question) => void sent.push([number, question]));
  const answers = Promise.allSettled([questions.ask("a"), questions.ask({ b: 1 })]);

  questions.settle(JSON.stringify({ question: 2, answer: [2] }));
  questions.settle(
    JSON.stringify({ question: 1, error: toErrorRecord(new DebootcError("plugin-failed", "no")) }),
  );

  expect(sent).toEqual([
    [1, "a"],
    [2, { b: 1 }],
  ]);
  expect(await answers).toMatchObject([
    { reason: { code: "plugin-failed", message: "no" } },
    { status: "fulfilled", value: [2] },
  ]);
});
