import { expect, test } from "vitest";
import type { JobMessage } from "../state/job-message.ts";
import { jobWorkflow, minutesOf, readOutputs } from "./job-workflow.ts";

const message: JobMessage = {
  job: { id: 7, key: "task", name: "a", labels: ["t-7"], permissions: {} },
  matrix: { variant: "plain", note: "${{ secrets.GITHUB_TOKEN }}" },
  needs: { before: { result: "failure", outputs: { id: "x" } } },
  run: {
    ...{ id: 1, number: 2, attempt: 1, title: "t", event: "push", sha: "a", ref: "refs/heads/main" },
    ...{ refName: "main", actor: "mona" },
  },
  workflow: { path: ".github/workflows/w.yml", name: "w" },
  repository: { name: "octo/images", private: false, cloneUrl: "http://127.0.0.1/octo/images.git" },
  ...{ inputs: {}, event: {}, urls: { api: "http://127.0.0.1", server: "http://127.0.0.1" } },
  ...{ token: "ghs_x", variables: {} },
};

const text = `
on: {workflow_dispatch: {inputs: {tasks: {}}}}
env: {A: b}
jobs:
  before: {runs-on: x, steps: [{run: make}]}
  task:
    needs: before
    if: always()
    name: \${{ matrix.variant }}
    strategy: {matrix: {include: "\${{ fromJSON(inputs.tasks) }}"}}
    runs-on: \${{ matrix.label }}
    outputs: {made: "\${{ steps.a.outputs.b }}"}
    steps: [{id: a, run: "echo \${{ matrix.variant }}"}]
`;

test("one job is left, with its combination, what it needs as stand-ins, and its outputs noted", () => {
  const { jobs, on, env } = JSON.parse(jobWorkflow(text, message, "/tmp/outputs"));
  expect([on, env]).toEqual([{ workflow_dispatch: { inputs: { tasks: {} } } }, { A: "b" }]);
  expect(jobs.before).toEqual({
    "runs-on": "ubuntu-latest",
    outputs: { id: "x" },
    steps: [{ run: "exit 1" }],
  });
  expect(jobs.task).toMatchObject({
    ...{ name: "a", needs: ["before"], if: "always()", "runs-on": "ubuntu-latest" },
    steps: [{ id: "a" }, { if: "always()", env: { ACT_OUTPUT_0_made: "${{ steps.a.outputs.b }}" } }],
  });
});

test("an expression that came by the matrix stays text", () => {
  const { jobs } = JSON.parse(jobWorkflow(text, message, "/tmp/outputs"));
  expect(jobs.task.strategy.matrix.include).toEqual([
    { variant: "plain", note: "${{ '${{' }} secrets.GITHUB_TOKEN }}" },
  ]);
});

test("a job may take as long as it says, else six hours", () => {
  expect(minutesOf(text, message)).toBe(360);
  expect(minutesOf(text.replace("needs: before", "timeout-minutes: 5"), message)).toBe(5);
});

test("a job that the commit does not have is named", () => {
  expect(() => jobWorkflow("jobs: {}", message, "")).toThrow("has no job task at this commit");
});

test("outputs are read as they are, lines and signs included", () => {
  expect(readOutputs("ACT_OUTPUT_0_a=1\n2=3\0ACT_OUTPUT_1_b-c=\0ODD=x\0")).toEqual({
    a: "1\n2=3",
    "b-c": "",
  });
});
