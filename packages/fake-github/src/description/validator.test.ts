import { expect, test } from "vitest";
import { readDescription } from "./read-description.ts";
import { validator } from "./validator.ts";

const judge = validator(readDescription());

test("a body that GitHub's description does not allow is named by its field", () => {
  expect(judge.body("actions/create-workflow-dispatch", { inputs: {} })).toEqual([
    { field: "", message: "must have required property 'ref'" },
  ]);
  expect(judge.body("actions/create-workflow-dispatch", { ref: "main" })).toEqual([]);
  expect(judge.body("actions/create-workflow-dispatch", undefined)).toEqual([
    { field: "", message: "a body is required" },
  ]);
});

test("parameters are read as the numbers and truths that their text writes", () => {
  const path = { owner: "o", repo: "r", run_id: "12" };
  expect(judge.parameters("actions/get-workflow-run", "path", path)).toEqual([]);
  expect(judge.parameters("actions/get-workflow-run", "path", { ...path, run_id: "x" })).toEqual([
    { field: "/run_id", message: "must be integer" },
  ]);
  expect(judge.parameters("repos/list-branches", "query", { protected: "true" })).toEqual([]);
});

test("an answer with a status or a field that GitHub does not give is a fault", () => {
  expect(judge.answer("apps/create-installation-access-token", 201, { token: "t" })).toEqual([
    { field: "", message: "must have required property 'expires_at'" },
  ]);
  expect(judge.answer("apps/create-installation-access-token", 299, {})).toEqual([
    { field: "", message: "status 299 is not described" },
  ]);
});

test("an error needs a message, even one that GitHub does not describe", () => {
  expect(judge.answer("repos/get", 418, {})).toEqual([
    { field: "/message", message: "an error needs a message" },
  ]);
  expect(judge.answer("repos/get", 418, { message: "no" })).toEqual([]);
});

test("a payload that lacks what GitHub sends is a fault", () => {
  const found = judge.payload("workflow_job.queued", { action: "queued", workflow_job: { id: "1" } });
  expect(found.map(({ field, message }) => `${field} ${message}`)).toEqual(
    expect.arrayContaining([
      " must have required property 'repository'",
      "/workflow_job must have required property 'labels'",
      "/workflow_job/id must be integer",
    ]),
  );
});
