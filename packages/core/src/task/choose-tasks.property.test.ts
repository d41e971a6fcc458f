import fc from "fast-check";
import { expect, test } from "vitest";
import { ageingSeconds, type Candidate, chooseTasks, sharePoints } from "./choose-tasks.ts";

const now = new Date("2026-11-30T12:00:00Z");
const candidates = fc.uniqueArray(
  fc.record({
    id: fc.nat(1000),
    repositoryId: fc.integer({ min: 1, max: 4 }),
    priority: fc.integer({ min: -100, max: 100 }),
    freeSince: fc.nat(100_000).map((seconds) => new Date(now.getTime() - seconds * 1000)),
  }),
  { selector: ({ id }) => id, maxLength: 60 },
);
const choice = { most: 20, now, active: new Map<number, number>() };

test("as many tasks are chosen as there is room for, each of them once", () => {
  fc.assert(
    fc.property(candidates, fc.nat(80), (tasks, most) => {
      const ids = chooseTasks(tasks, { ...choice, most }).map(({ id }) => id);
      expect(ids).toHaveLength(Math.min(most, tasks.length));
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test("the order in which candidates are listed decides nothing", () => {
  fc.assert(
    fc.property(
      candidates.chain((tasks) =>
        fc.tuple(fc.constant(tasks), fc.shuffledSubarray(tasks, { minLength: tasks.length })),
      ),
      ([tasks, shuffled]) => {
        expect(chooseTasks(shuffled, choice)).toEqual(chooseTasks(tasks, choice));
      },
    ),
  );
});

test("within a repository, nothing is chosen before what has a higher priority and waited longer", () => {
  fc.assert(
    fc.property(candidates, (tasks) => {
      const chosen = chooseTasks(tasks, choice);
      const left = tasks.filter((task) => !chosen.includes(task));
      for (const one of chosen) for (const other of left) expect(beats(other, one)).toBe(false);
    }),
  );
});

function beats(a: Candidate, b: Candidate): boolean {
  return a.repositoryId === b.repositoryId && a.priority > b.priority && a.freeSince < b.freeSince;
}

const task = (id: number, repositoryId: number, changes: Partial<Candidate> = {}): Candidate => ({
  id,
  repositoryId,
  priority: 0,
  freeSince: now,
  ...changes,
});

test("repositories take turns, whichever of them asked first", () => {
  const tasks = [task(1, 1), task(2, 1), task(3, 1), task(4, 2), task(5, 2)];

  expect(chooseTasks(tasks, choice).map(({ id }) => id)).toEqual([1, 4, 2, 5, 3]);
});

test("what is under way counts as a turn that was taken", () => {
  const tasks = [task(1, 1), task(2, 2)];

  expect(chooseTasks(tasks, { ...choice, most: 1, active: new Map([[1, 1]]) })).toEqual([tasks[1]]);
});

test("a task that waited long comes before one with a higher priority", () => {
  const waited = new Date(now.getTime() - (sharePoints + 11) * ageingSeconds * 1000);
  const tasks = [task(1, 1, { priority: 10 }), task(2, 1, { freeSince: waited })];

  expect(chooseTasks(tasks, { ...choice, most: 1 })).toEqual([tasks[1]]);
});
