import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Report } from "@debootc/core/event/event";
import { expect, test } from "vitest";
import { withTakeDown } from "./with-take-down.ts";

const fails = (code: "build-failed" | "tool-failed") => async () => {
  throw new DebootcError(code, `it was ${code}`);
};

async function outcomeOf(use: () => Promise<string>, takeDown: () => Promise<void>) {
  const reports: Report[] = [];
  const outcome = await withTakeDown(use, takeDown, (report) => reports.push(report)).catch(
    (error: DebootcError) => error.code,
  );
  return { outcome, reports };
}

test("an error on taking down does not hide that of what was done, and becomes a warning", async () => {
  expect(await outcomeOf(fails("build-failed"), fails("tool-failed"))).toEqual({
    outcome: "build-failed",
    reports: [
      {
        type: "diagnostic",
        diagnostic: {
          severity: "warning",
          code: "tool-failed",
          message: "after a failure, clean-up failed too: it was tool-failed",
        },
      },
    ],
  });
});

test("without another error, one on taking down is thrown", async () => {
  expect(await outcomeOf(async () => "done", fails("tool-failed"))).toEqual({
    outcome: "tool-failed",
    reports: [],
  });
});

test("all is taken down, however it ended", async () => {
  const taken: string[] = [];
  const takeDown = async () => void taken.push("down");

  expect((await outcomeOf(async () => "done", takeDown)).outcome).toBe("done");
  expect((await outcomeOf(fails("build-failed"), takeDown)).outcome).toBe("build-failed");
  expect(taken).toEqual(["down", "down"]);
});
