import { describe, expect, test } from "vitest";
import { changeStatus, composeStatuses, formatStatus, mayBecome, parseStatus } from "./compose-status.ts";

describe("transitions", () => {
  test("a compose begins as STARTED, never as anything else", () => {
    expect(composeStatuses.filter((next) => mayBecome(undefined, next))).toEqual(["STARTED"]);
  });

  test("a started compose ends in one of four ways", () => {
    expect(composeStatuses.filter((next) => mayBecome("STARTED", next))).toEqual([
      "FINISHED",
      "FINISHED_INCOMPLETE",
      "DOOMED",
      "TERMINATED",
    ]);
  });

  test.each(["FINISHED", "FINISHED_INCOMPLETE"] as const)("%s is immutable", (status) => {
    expect(composeStatuses.filter((next) => mayBecome(status, next))).toEqual([]);
    expect(() => changeStatus("tiny-sid-20250131.t.0", status, "STARTED")).toThrow(
      expect.objectContaining({
        code: "compose-immutable",
        hint: expect.stringContaining("start a new one"),
      }),
    );
  });

  test.each(["DOOMED", "TERMINATED"] as const)("%s can only be resumed", (status) => {
    expect(composeStatuses.filter((next) => mayBecome(status, next))).toEqual(["STARTED"]);
    expect(changeStatus("tiny-sid-20250131.t.0", status, "STARTED")).toBe("STARTED");
  });

  test("a refused change says which ones are allowed", () => {
    expect(() => changeStatus("tiny-sid-20250131.t.0", "DOOMED", "FINISHED")).toThrow(
      /tiny-sid-20250131\.t\.0 is DOOMED and cannot become FINISHED; allowed: STARTED/,
    );
  });
});

describe("the file", () => {
  test.each(composeStatuses)("%s is read back as written", (status) => {
    expect(parseStatus(formatStatus(status), "STATUS")).toBe(status);
  });

  test("any other word is refused with the allowed words", () => {
    expect(() => parseStatus("started\n", "out/x/STATUS")).toThrow(
      expect.objectContaining({ code: "record-invalid", hint: expect.stringContaining("STARTED, FINISHED") }),
    );
  });

  test("damage in it is shown in part, and does nothing to a terminal", () => {
    expect(() => parseStatus("\u001b[31m".repeat(1000), "STATUS")).toThrow(
      /^STATUS: "[^\p{Cc}]{1,80}… is not/u,
    );
  });
});
