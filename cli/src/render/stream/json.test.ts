import { DebootcError } from "@debootc/core/error/debootc-error";
import { eventSchema } from "@debootc/core/event/event";
import { describe, expect, test } from "vitest";
import { createJsonRenderer, formatErrorLine, formatResultLine } from "./json.ts";
import { recordedCompose } from "./recorded-compose.fixture.ts";

describe("json", () => {
  test("writes each event as one line that reads back as the same event", () => {
    const written: string[] = [];
    const renderer = createJsonRenderer((text) => written.push(text));

    for (const event of recordedCompose) renderer.event(event);
    renderer.stopping();
    renderer.close();

    expect(written.every((text) => text.indexOf("\n") === text.length - 1)).toBe(true);
    expect(written.map((text) => eventSchema.parse(JSON.parse(text)))).toEqual(recordedCompose);
  });

  test("the last line carries the result and the exit status", () => {
    const line = formatResultLine("compose", { exitStatus: 4, result: { composeId: "x" } });

    expect(JSON.parse(line)).toEqual({
      type: "result",
      command: "compose",
      exitStatus: 4,
      result: { composeId: "x" },
    });
  });

  test("the last line of a failed command carries its error as a record", async () => {
    const error = new DebootcError("lock-stale", "the lock is stale", { hint: "Lock again." });

    expect(JSON.parse(await formatErrorLine("compose", 5, error))).toEqual({
      type: "result",
      command: "compose",
      exitStatus: 5,
      error: {
        code: "lock-stale",
        class: "configuration",
        message: "the lock is stale",
        hint: "Lock again.",
        diagnostics: [],
      },
    });
  });
});
