import { expect, test } from "vitest";
import { readActLine } from "./act-output.ts";

test.each([
  [{ jobID: "task", raw_output: true, msg: "hello\n", level: "info" }, "hello"],
  [{ jobID: "task", command: "set-output", arg: "x", msg: "  ⚙  ::set-output:: a=x" }, undefined],
  [{ jobID: "task", level: "error", msg: "exit status 3" }, "##[error]exit status 3"],
  [{ jobID: "task", level: "info", msg: "⭐ Run Main x" }, "⭐ Run Main x"],
  [{ jobID: "other", level: "info", msg: "of a stand-in" }, undefined],
  [{ level: "warning", msg: "Couldn't get a valid docker connection" }, undefined],
  [{ level: "fatal", msg: "the workflow is wrong" }, "the workflow is wrong"],
])("%j is %j in the log", (entry, text) => {
  expect(readActLine(JSON.stringify(entry), "task")).toEqual({ text });
});

test("a command for an annotation becomes its text in the log, and keeps its title for GitHub", () => {
  const raw = "::error title=a%3A b::bad thing";
  const entry = { jobID: "task", command: "error", arg: "bad thing", raw, msg: `  ❗  ${raw}\n` };

  expect(readActLine(JSON.stringify(entry), "task")).toEqual({
    text: "##[error]bad thing",
    annotation: raw,
  });
  expect(readActLine(JSON.stringify(entry), "other")).toEqual({ text: undefined });
});

test("the job's own result is told apart from those of what it needs", () => {
  const line = (jobID: string) =>
    JSON.stringify({ jobID, jobResult: "failure", msg: "Job failed", level: "info" });
  expect(readActLine(line("task"), "task").result).toBe("failure");
  expect(readActLine(line("other"), "task").result).toBeUndefined();
  expect(readActLine("Error: Job 'other' failed", "task").text).toBeUndefined();
  expect(readActLine("{not JSON", "task")).toEqual({ text: "{not JSON" });
});
