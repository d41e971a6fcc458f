import fc from "fast-check";
import { expect, test } from "vitest";
import { runStates } from "./run-state.ts";
import { taskStates } from "./task-state.ts";
import { type WaitingFacts, whyWaiting } from "./why-waiting.ts";

const now = new Date("2026-11-30T12:00:00Z");
const later = new Date("2026-11-30T12:05:00Z");
const earlier = new Date("2026-11-30T11:00:00Z");

const free: WaitingFacts = {
  now,
  task: { state: "FREE", since: earlier, dueAt: earlier, attempt: 0, runsOn: ["ubuntu-24.04"] },
  run: { id: 7, state: "OPEN", since: earlier, sha: "a".repeat(40) },
  repository: { name: "acme/os", state: "active" },
  installation: { account: "acme", state: "active" },
  unmet: [],
  active: 0,
  mostActive: 10,
};
const sent = { state: "sent", createdAt: earlier, sentAt: earlier, jobId: null } as const;
const assigned: WaitingFacts = {
  ...free,
  task: { ...free.task, state: "ASSIGNED", attempt: 1 },
  dispatch: sent,
};

const placing = { kind: "no-host", message: "no host is there", since: earlier } as const;

test.each<[string, WaitingFacts, RegExp]>([
  ["over", { ...free, task: { ...free.task, state: "COMPLETED" } }, /COMPLETED/],
  ["running", { ...free, task: { ...free.task, state: "RUNNING", attempt: 2 } }, /attempt 2/],
  ["approval", { ...free, run: { ...free.run, state: "WAITING" } }, /approves commit aaaa/],
  ["planning", { ...free, run: { ...free.run, state: "PLANNING" } }, /run 7/],
  ["run-over", { ...free, run: { ...free.run, state: "CANCELED" } }, /CANCELED/],
  ["repository", { ...free, repository: { name: "acme/os", state: "archived" } }, /acme\/os is archived/],
  ["installation", { ...free, installation: { account: "acme", state: "suspended" } }, /acme is suspended/],
  [
    "needs",
    { ...free, unmet: [{ id: 3, name: "base/amd64", state: "RUNNING" }] },
    /base\/amd64 \(task 3, RUN/,
  ],
  ["back-off", { ...free, task: { ...free.task, attempt: 1, dueAt: later, failure: "lost" } }, /pause: lost/],
  ["capacity", { ...free, active: 10 }, /10 tasks are under way/],
  ["turn", free, /next round/],
  [
    "rate-limit",
    { ...assigned, dispatch: { ...sent, state: "wanted", sentAt: null }, blockedUntil: later },
    /rate/,
  ],
  ["dispatch", { ...assigned, dispatch: { ...sent, state: "wanted", lastError: "502" } }, /failed: 502/],
  ["dispatch-unsure", { ...assigned, dispatch: { ...sent, state: "unsure" } }, /no answer/],
  ["dispatch-refused", { ...assigned, dispatch: { ...sent, state: "refused" } }, /refused/],
  ["job", assigned, /not yet reported a job/],
  ["no-host", { ...assigned, dispatch: { ...sent, jobId: 5 }, placing }, /no host/],
  ["job", { ...assigned, placing }, /not yet reported a job/],
  ["runner", { ...assigned, dispatch: { ...sent, jobId: 5 } }, /job 5.*ubuntu-24.04/],
])("a task waits for: %s", (kind, facts, message) => {
  const why = whyWaiting(facts);
  expect(why.kind).toBe(kind);
  expect(why.message).toMatch(message);
});

test("a pause and a rate limit have an end", () => {
  expect(whyWaiting({ ...free, task: { ...free.task, dueAt: later } }).until).toEqual(later);
  const wanted = { ...sent, state: "wanted", sentAt: null } as const;
  expect(whyWaiting({ ...assigned, dispatch: wanted, blockedUntil: later }).until).toEqual(later);
  expect(whyWaiting({ ...assigned, dispatch: wanted, blockedUntil: earlier })).not.toHaveProperty("until");
});

test("of many needs a few are named, and the others counted", () => {
  const unmet = Array.from({ length: 9 }, (_, id) => ({ id, name: `t${id}`, state: "FREE" as const }));
  expect(whyWaiting({ ...free, unmet }).message).toMatch(/t4 \(task 4, FREE\) and 4 more$/);
});

test("every combination of states has an answer, and never an end that is past", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...taskStates),
      fc.constantFrom(...runStates),
      fc.option(fc.constantFrom("wanted", "unsure", "sent", "refused"), { nil: undefined }),
      fc.constantFrom(earlier, later),
      (state, runState, dispatch, due) => {
        const why = whyWaiting({
          ...free,
          task: { ...free.task, state, dueAt: due },
          run: { ...free.run, state: runState },
          blockedUntil: due,
          dispatch: dispatch === undefined ? undefined : { ...sent, state: dispatch, dueAt: due },
        });
        expect(why.message.length).toBeGreaterThan(5);
        expect(why.until === undefined || why.until > now).toBe(true);
      },
    ),
  );
});
