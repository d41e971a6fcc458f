import { describe, expect, test } from "vitest";
import { limitOf } from "./limit-of.ts";

const now = new Date("2026-11-30T12:00:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const reset = String(now.getTime() / 1000 + 600);

function limit(status: number, headers: Record<string, string>, text = "") {
  return limitOf({ status, headers: new Headers(headers), text }, now);
}

describe("an answer of GitHub", () => {
  test("that is a success says what is left", () => {
    expect(limit(200, { "x-ratelimit-remaining": "12", "x-ratelimit-reset": reset })).toEqual({
      remaining: 12,
      resetAt: inSeconds(600),
    });
  });

  test.each([401, 500, 502, 503])("%i says nothing of what is left to the installation", (status) => {
    expect(limit(status, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset })).toEqual({});
  });

  test("403 without a word of limits is a missing permission, and blocks nothing", () => {
    const headers = { "x-ratelimit-remaining": "12", "x-ratelimit-reset": reset };
    expect(limit(403, headers, "Resource not accessible by integration").blockedUntil).toBeUndefined();
  });

  test.each([
    [403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }, "", 600],
    [403, { "retry-after": "30" }, "", 30],
    [429, { "retry-after": "30", "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }, "", 30],
    [429, {}, "", 60],
    [403, {}, "You have exceeded a secondary rate limit", 60],
    [403, { "retry-after": "0" }, "", 1],
    [403, { "retry-after": "999999" }, "", 3600],
    [429, { "retry-after": "soon" }, "", 60],
  ])("%i with %j %s blocks for %i seconds", (status, headers, text, seconds) => {
    expect(limit(status, headers as Record<string, string>, text).blockedUntil).toEqual(inSeconds(seconds));
  });

  test("counts the seconds to the reset by GitHub's own clock", () => {
    const headers = {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": reset,
      date: inSeconds(300).toUTCString(),
    };
    expect(limit(403, headers).blockedUntil).toEqual(inSeconds(300));
  });
});
