import { expect, test } from "vitest";
import { run } from "../run.ts";
import { boundTool } from "./sandbox.ts";
import { enterRoot, refusedSandbox } from "./refused-sandbox.ts";

const failed = { tool: "bwrap", exitCode: 1, stdout: "", stderr: "" };

test("a machine that allows no sandbox is told apart from a program that fails in one", () => {
  const refusal = "bwrap: No permissions to create new namespace\n";

  expect(refusedSandbox({ ...failed, stderr: refusal })).toMatchObject({
    code: "isolation-unavailable",
    message: "this machine does not allow the sandbox: bwrap: No permissions to create new namespace",
  });
  expect(
    refusedSandbox({ ...failed, stderr: "bwrap: execvp no-such: No such file or directory" }),
  ).toBeUndefined();
  expect(refusedSandbox({ ...failed, tool: "sudo", stderr: refusal })).toBeUndefined();
});

test.each([
  ["before the line", "", "I: unpacking\nbwrap: no\n"],
  ["behind it", "", "bwrap: no\nE: failed\n"],
  ["on the other stream", "Setting up evil (1) ...\n", "bwrap: no\n"],
])("nobody is believed who says so when something was said %s", (_name, stdout, stderr) => {
  expect(refusedSandbox({ ...failed, stdout, stderr })).toBeUndefined();
  const link = {
    ...failed,
    tool: enterRoot,
    exitCode: 43,
    stdout,
    stderr: stderr.replace("bwrap:", "enter-root:"),
  };
  expect(refusedSandbox(link)).toBeUndefined();
});

test("a link in the way of a mount is the fault of a package", () => {
  const stderr = "enter-root: /etc/hosts is a link, where a directory or file of its own must be\n";

  expect(refusedSandbox({ ...failed, tool: enterRoot, exitCode: 43, stderr })).toMatchObject({
    code: "package-broken",
  });
});

test("a sandboxed command hands its explanation to whoever runs it", async () => {
  const { explain } = boundTool({ tool: "true", args: [] });
  const command = { tool: "sh", args: ["-c", "echo 'bwrap: no' >&2; exit 1"] };

  expect(explain).toBe(refusedSandbox);
  await expect(
    run({ ...command, explain: (program) => refusedSandbox({ ...program, tool: "bwrap" }) }),
  ).rejects.toMatchObject({ code: "isolation-unavailable" });
});
