import { expect, test } from "vitest";
import { failureInAnnotations } from "./failure-in-annotations.ts";

const annotation = (title: string, message: string, level = "failure") => ({ level, title, message });

test("a job fails by what an action of debootc said last, in its words", () => {
  const found = failureInAnnotations([
    annotation("debootc: treefile-invalid (configuration)", "an earlier step, which may fail"),
    annotation("debootc: dependency-unmet (dependency)", "cannot install x:\n  y\u001b[31m\nhint: Add z."),
    annotation("", "Process completed with exit code 31."),
    annotation("debootc: mirror-unreachable (infrastructure)", "only a warning", "warning"),
  ]);

  expect(found).toEqual({
    code: "dependency-unmet",
    class: "dependency",
    message: "cannot install x:   y\\u001b[31m",
    hint: "Add z.",
  });
});

test("a leg that may fail fails by what it warned of last", () => {
  const incomplete = annotation("debootc: compose-incomplete (package)", "all legs of the compose failed");
  const warnings = [
    annotation("debootc: source-trust-loose", "no error of the table", "warning"),
    annotation("debootc: mirror-unreachable", "warning: Fetch the packages: no answer", "warning"),
  ];

  expect(failureInAnnotations([...warnings, incomplete])).toMatchObject({
    ...{ code: "mirror-unreachable", class: "infrastructure" },
    message: "warning: Fetch the packages: no answer",
  });
  expect(failureInAnnotations([incomplete])).toMatchObject({ code: "compose-incomplete", class: "package" });
});

test.each([
  "The self-hosted runner lost communication with the server. Verify the machine is running.",
  "The hosted runner encountered an error while running your job. (Error Type: Disconnect).",
  "The runner has received a shutdown signal. This can happen when the runner service is stopped.",
])("a job whose runner was lost fails by the infrastructure: %s", (message) => {
  expect(failureInAnnotations([annotation("", message)])).toMatchObject({
    class: "infrastructure",
    message,
  });
});

test("nothing else says what a job failed by, and no text is too long", () => {
  expect(
    failureInAnnotations([
      annotation("debootc: dependency-unmet", "a finding"),
      annotation("tests", "3 of 5 failed: The runner has received a shutdown signal"),
    ]),
  ).toBeUndefined();
  const long = failureInAnnotations([annotation("debootc: usage (configuration)", "x".repeat(100_000))]);
  expect(long?.message.length).toBe(2000);
  expect(failureInAnnotations([annotation("debootc: usage (configuration)", "")])?.message).toBe(
    "the job failed, and does not say by what",
  );
});
