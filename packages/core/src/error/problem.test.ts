import { expect, test } from "vitest";
import { DebootcError } from "./debootc-error.ts";
import { problemOf } from "./problem.ts";

test("a problem says what the table of errors says, and what to do next", () => {
  expect(problemOf(new DebootcError("not-found", "there is no run 7", { hint: "List them." }))).toEqual({
    type: "/docs/errors#not-found",
    title: "The hub has nothing by that name",
    status: 404,
    detail: "there is no run 7",
    code: "not-found",
    class: "configuration",
    hint: "List them.",
  });
});

test("a fault of debootc tells a client nothing of itself", () => {
  const problem = problemOf(new Error("password=hunter2"));

  expect(problem).toMatchObject({ status: 500, code: "internal-fault" });
  expect(JSON.stringify(problem)).not.toContain("hunter2");
});
