import { expect, test } from "vitest";
import { decideRetry } from "./decide-retry.ts";
import { isRunOver, runStateOf, runStates } from "./run-state.ts";
import { isActive, isOver, mayMove, taskStates, taskTransitions } from "./task-state.ts";

test("every state of a task can be reached, and a task that completed stays so", () => {
  expect(new Set(Object.values(taskTransitions).flat())).toEqual(new Set(taskStates));
  expect(taskStates.filter((to) => mayMove("COMPLETED", to))).toEqual([]);
  expect(mayMove("FREE", "RUNNING")).toBe(false);
});

test("a task is either free, under way or over", () => {
  for (const state of taskStates) {
    expect([state === "FREE", isActive(state), isOver(state)].filter(Boolean)).toHaveLength(1);
  }
});

const required = (state: (typeof taskStates)[number]) => ({ state, required: true });
const optional = (state: (typeof taskStates)[number]) => ({ state, required: false });

test.each([
  [[required("COMPLETED"), required("RUNNING")], "OPEN"],
  [[required("FAILED"), required("FREE")], "OPEN"],
  [[required("COMPLETED"), required("COMPLETED")], "COMPLETED"],
  [[required("COMPLETED"), optional("FAILED")], "INCOMPLETE"],
  [[required("CANCELED"), required("FAILED")], "FAILED"],
  [[required("CANCELED"), required("COMPLETED")], "CANCELED"],
  [[], "COMPLETED"],
] as const)("tasks %j make a run %s", (tasks, state) => {
  expect(runStateOf(tasks)).toBe(state);
});

test("a run is open while something may still happen to it by itself", () => {
  expect(runStates.filter((state) => !isRunOver(state))).toEqual(["PLANNING", "WAITING", "OPEN"]);
});

test("only the infrastructure gets another attempt, after pauses that double up to a bound, so often as allowed", () => {
  const rules = { attempts: 8, pauseSeconds: 30 };
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => {
    const decision = decideRetry("infrastructure", attempt, rules);
    return decision.retry ? decision.afterSeconds : "no";
  });
  expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900, "no"]);
  for (const other of [
    "package",
    "dependency",
    "configuration",
    "policy",
    "time-out",
    "cancelled",
    "fault",
  ] as const) {
    expect(decideRetry(other, 1, rules).retry).toBe(false);
  }
});
