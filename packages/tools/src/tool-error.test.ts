import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { run } from "./run.ts";
import { lastWords, saidByTool, ToolError } from "./tool-error.ts";

const failure = async (script: string) =>
  run({ tool: "sh", args: ["-c", script] }).then(
    () => undefined,
    (error: unknown) => error,
  );

test("a program that fails leaves all that it said, not only the end that its message shows", async () => {
  const error = await failure("seq 1 20 >&2; exit 3");

  expect(error).toBeInstanceOf(ToolError);
  expect(error).toMatchObject({ code: "tool-failed", tool: "sh" });
  expect(saidByTool(error)?.split("\n").slice(0, 2)).toEqual(["1", "2"]);
  expect(lastWords(error)).toBe("20");
});

test("a program that fails without a word is told by its exit status", async () => {
  expect(lastWords(await failure("exit 3"))).toBe("sh ended with exit status 3");
});

test("a program that is missing is named, and has said nothing", async () => {
  const error = await run({ tool: "debootc-no-such-tool", args: [] }).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ code: "tool-missing", tool: "debootc-no-such-tool", said: "" });
  expect(saidByTool(error)).toBeUndefined();
});

test("the words of other errors are no words of a program", () => {
  expect(saidByTool(new DebootcError("tool-failed", "ostree answered nothing"))).toBeUndefined();
  expect(() => lastWords(new TypeError("a fault"))).toThrow(TypeError);
});
