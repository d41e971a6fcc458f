import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatIdentity,
  type Here,
  identifyProcess,
  judgeLife,
  lifeOf,
  type Observation,
  type ProcessIdentity,
  parseIdentity,
  parseStat,
} from "./process-identity.ts";

const here: Here = { pidNamespace: 4026531836, bootId: "0123456789abcdef0123456789abcdef" };
const identity: ProcessIdentity = { pid: 100, startTicks: 5000, ...here };
const running: Observation = { state: "S", parent: 1, startTicks: 5000 };

describe("the life of a process", () => {
  test.each<[string, Partial<ProcessIdentity>, Observation, string]>([
    ["runs", {}, running, "alive"],
    ["is gone", {}, "absent", "dead"],
    ["was followed by another under its pid", {}, { ...running, startTicks: 6000 }, "dead"],
    ["is a zombie", {}, { ...running, state: "Z" }, "dead"],
    ["belongs to an earlier boot", { bootId: "f".repeat(32) }, running, "dead"],
    ["belongs to another pid namespace", { pidNamespace: 1 }, "absent", "unknown"],
    ["hides", {}, "hidden", "unknown"],
  ])("a process that %s", (_what, change, seen, life) => {
    expect(judgeLife({ ...identity, ...change }, here, seen)).toBe(life);
  });

  test("this process is alive", async () => {
    expect(await lifeOf(await identifyProcess(process.pid))).toBe("alive");
  });

  test("a pid beyond all pids is dead", async () => {
    const self = await identifyProcess(process.pid);
    expect(await lifeOf({ ...self, pid: 2 ** 22 + 1 })).toBe("dead");
  });
});

test("the name of a program cannot forge its state", () => {
  const text = `42 (a) Z 1 (b c) S 7 42 42 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 134364 3133440 390\n`;
  expect(parseStat(text)).toEqual({ state: "S", parent: 7, startTicks: 134364 });
});

test("an identity is read from a file name as it was written", () => {
  const anyIdentity = fc.record({
    pid: fc.integer({ min: 1, max: 2 ** 22 }),
    startTicks: fc.maxSafeNat(),
    pidNamespace: fc.nat(),
    bootId: fc.stringMatching(/^[0-9a-f]{32}$/),
  });
  fc.assert(
    fc.property(anyIdentity, (identity) => {
      expect(formatIdentity(identity)).toMatch(/^[0-9a-f.]+$/);
      expect(parseIdentity(formatIdentity(identity))).toEqual(identity);
    }),
  );
});

test.each([
  "",
  "latest",
  "1.2.3",
  "0.1.1.0123456789abcdef0123456789abcdef",
  "1.2.3.0123456789abcdef0123456789abcdef-x",
])("%j is no identity", (text) => {
  expect(parseIdentity(text)).toBeUndefined();
});
