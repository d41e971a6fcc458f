import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startScenario } from "../scenario.fixture.ts";
import { githubLimits } from "./github-limits.ts";
import { type Cost, limiter } from "./limiter.ts";

const cost: Cost = { caller: "a", isAnonymous: false, method: "get", isContent: false, isFree: false };
const minute = 60_000;

function most(limits: Partial<typeof githubLimits>, one: Cost, now = 0): number {
  const limit = limiter({ ...githubLimits, ...limits });
  let count = 0;
  while (limit.begin(one, now) === undefined) {
    limit.end(one);
    count += 1;
  }
  return count;
}

test("GitHub's own figures are the default", () => {
  expect(most({ pointsPerMinute: 1e9 }, cost)).toBe(5000);
  expect(most({}, cost)).toBe(900);
  expect(most({}, { ...cost, method: "post" })).toBe(180);
  expect(most({}, { ...cost, method: "post", isContent: true })).toBe(80);
  expect(most({ contentPerMinute: 1e9, pointsPerMinute: 1e9 }, { ...cost, isContent: true })).toBe(500);
  expect(most({ pointsPerMinute: 1e9 }, { ...cost, registersIn: "o/r" })).toBe(1500);
  expect(most({}, { ...cost, isAnonymous: true })).toBe(60);
});

test("a refusal says when to come again, and then the request is let in", () => {
  const limit = limiter({ ...githubLimits, pointsPerMinute: 2, perHour: 3 });
  const at = (now: number) => {
    const exceeded = limit.begin(cost, now);
    if (exceeded === undefined) limit.end(cost);
    return exceeded;
  };
  expect([at(0), at(0), at(15_000)]).toEqual([undefined, undefined, { kind: "secondary", retryAfter: 45 }]);
  expect(at(minute)).toBeUndefined();
  expect(at(minute)).toEqual({ kind: "primary", retryAfter: 3540 });
  expect(at(60 * minute)).toBeUndefined();
});

test("no more requests run at once than are allowed", () => {
  const limit = limiter({ ...githubLimits, concurrent: 2 });
  expect([limit.begin(cost, 0), limit.begin(cost, 0)]).toEqual([undefined, undefined]);
  expect(limit.begin(cost, 0)?.kind).toBe("secondary");
  expect(limit.begin({ ...cost, caller: "b" }, 0)).toBeUndefined();
  limit.end(cost);
  expect(limit.begin(cost, 0)).toBeUndefined();
});

test("in no window of a caller more points are spent than are allowed", () => {
  const requests = fc.array(fc.record({ wait: fc.nat(20_000), isWrite: fc.boolean() }), { maxLength: 300 });
  fc.assert(
    fc.property(requests, (all) => {
      const limit = limiter({ ...githubLimits, pointsPerMinute: 20 });
      let now = 0;
      const spent: { at: number; points: number }[] = [];
      for (const { wait, isWrite } of all) {
        now += wait;
        const one = { ...cost, method: isWrite ? "post" : "get" };
        if (limit.begin(one, now) !== undefined) continue;
        limit.end(one);
        spent.push({ at: now, points: isWrite ? 5 : 1 });
      }
      // Windows follow each other, so two of them may meet within a minute, but never three.
      for (const { at } of spent) {
        const within = spent.filter((other) => other.at >= at && other.at < at + minute);
        expect(within.reduce((sum, { points }) => sum + points, 0)).toBeLessThanOrEqual(40);
      }
    }),
  );
});

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario({ limits: { perHour: 5, contentPerMinute: 2 } });
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

test("each answer says what is left of the limit; asking for the limit itself is free", async () => {
  const { api, github } = scenario;
  const { headers } = await api("GET", "/repos/octo/images");
  const limit = (name: string) => headers.get(`x-ratelimit-${name}`);
  const reset = github.now() / 1000 + 3600;
  expect([limit("limit"), limit("used"), limit("remaining"), limit("reset")]).toEqual([
    "5",
    "1",
    "4",
    `${reset}`,
  ]);
  for (let count = 0; count < 10; count += 1) await api("GET", "/rate_limit");
  expect((await api("GET", "/rate_limit")).body.rate).toEqual({ limit: 5, used: 1, remaining: 4, reset });
});

test("beyond the primary limit requests are refused until the hour is over", async () => {
  const { api, github, installation } = scenario;
  for (let count = 0; count < 5; count += 1) await api("GET", "/repos/octo/images");
  const { status, body, headers } = await api("GET", "/repos/octo/images");
  expect([status, body.message]).toEqual([
    403,
    `API rate limit exceeded for installation ID ${installation.id}.`,
  ]);
  expect(headers.get("x-ratelimit-remaining")).toBe("0");
  await github.advance(3_599_000);
  expect((await api("GET", "/repos/octo/images")).status).toBe(403);
});

test("too much content is refused with the time to wait", async () => {
  const { api, github, sha } = scenario;
  const check = () => api("POST", "/repos/octo/images/check-runs", { name: "a", head_sha: sha });
  expect([(await check()).status, (await check()).status]).toEqual([201, 201]);
  await github.advance(20_000);
  const refused = await check();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([403, "40"]);
  expect(refused.body.message).toContain("secondary rate limit");
  await github.advance(40_000);
  expect((await check()).status).toBe(201);
});
