import { describe, expect, test } from "vitest";
import { GitHubError } from "../github/github-error.ts";
import { retryAfter } from "./retry-after.ts";

const now = new Date("2026-11-30T12:00:00Z");
const down = new GitHubError("github-unreachable", "no answer", { hint: "" });
const after = (error: unknown, attempts: number, random = 1) => retryAfter(error, { attempts, random });

describe("what cannot be sent", () => {
  test("is tried again later each time, at most 15 minutes apart, and given up after half a day", () => {
    let passed = 0;
    let attempts = 0;
    for (; ; attempts++) {
      const retry = after(down, attempts);
      if (retry.kind === "give-up") break;
      if (retry.kind !== "again") throw new Error("the limits have nothing to do with it");
      expect(retry.milliseconds).toBeLessThanOrEqual(900_000);
      passed += retry.milliseconds;
    }
    expect(passed).toBeGreaterThan(10 * 3_600_000);
    expect(attempts).toBe(59);
  });

  test("is given up at the third refusal", () => {
    const refused = new GitHubError("github-refused", "no", { hint: "", status: 403 });
    expect([0, 1, 2].map((attempts) => after(refused, attempts).kind)).toEqual(["again", "again", "give-up"]);
  });

  test("waits for the limits without counting that as a try", () => {
    const retryAt = new Date(now.getTime() + 60_000);
    const limited = new GitHubError("github-unreachable", "limits", { hint: "", retryAt });
    expect(after(limited, 1000, 0)).toEqual({ kind: "postpone", until: retryAt });
  });

  test("is not asked for again before GitHub shows what it may have done", () => {
    const lost = new GitHubError("github-unreachable", "lost", { hint: "", mayBeDone: true });
    expect(after(lost, 0, 0)).toEqual({ kind: "again", milliseconds: 30_000 });
    expect(after(down, 0, 0)).toEqual({ kind: "again", milliseconds: 1000 });
  });
});
