import { describe, expect, test } from "vitest";
import fc from "fast-check";
import type { Job } from "./job.ts";
import { jobsToStart, obstacleTo } from "./schedule.ts";

const job = (name: string, more: Partial<Job> = {}): Job => ({
  name,
  seconds: 10,
  early: false,
  alone: false,
  exclusive: [],
  needs: [],
  gives: [],
  ...more,
});
const names = (jobs: readonly Job[]) => jobs.map(({ name }) => name);

describe("the jobs to start now", () => {
  test("are as many as there are free slots, the longest first", () => {
    const waiting = [
      job("short", { seconds: 1 }),
      job("long", { seconds: 9 }),
      job("middle", { seconds: 5 }),
    ];

    expect(names(jobsToStart(waiting, [], 2))).toEqual(["long", "middle"]);
    expect(names(jobsToStart(waiting, [job("other")], 2))).toEqual(["long"]);
    expect(names(jobsToStart(waiting, [job("other"), job("another")], 2))).toEqual([]);
  });

  test("are those first in which mistakes show early, then those that others wait for", () => {
    const waiting = [
      job("long", { seconds: 900 }),
      job("maker", { gives: ["thing"] }),
      job("gate", { early: true }),
      job("user", { seconds: 999, needs: ["thing"] }),
    ];

    expect(names(jobsToStart(waiting, [], 4))).toEqual(["gate", "maker", "long"]);
  });

  test("are one less while a job runs in which mistakes show early", () => {
    const waiting = [job("a"), job("b"), job("gate", { early: true })];

    expect(names(jobsToStart(waiting, [], 3))).toEqual(["gate", "a"]);
    expect(names(jobsToStart([job("b")], [job("gate", { early: true }), job("a")], 3))).toEqual([]);
    expect(names(jobsToStart([job("b")], [job("a")], 3))).toEqual(["b"]);
    expect(names(jobsToStart([job("gate", { early: true })], [], 1))).toEqual(["gate"]);
  });

  test("are not those for which another job still makes something", () => {
    const maker = job("maker", { gives: ["thing"] });
    const user = job("user", { needs: ["thing"] });

    expect(names(jobsToStart([user], [maker], 2))).toEqual([]);
    expect(names(jobsToStart([user, maker], [], 2))).toEqual(["maker"]);
    expect(names(jobsToStart([user], [], 2))).toEqual(["user"]);
  });

  test("are not two that change the same thing of the machine", () => {
    const waiting = [
      job("one", { exclusive: ["accounts"] }),
      job("two", { exclusive: ["accounts"] }),
      job("x"),
    ];

    expect(names(jobsToStart(waiting, [], 3))).toEqual(["one", "x"]);
  });

  test("are one alone that must be alone, before all others", () => {
    const waiting = [job("gate", { early: true }), job("single", { alone: true })];

    expect(names(jobsToStart(waiting, [], 4))).toEqual(["single"]);
    expect(names(jobsToStart(waiting, [job("other")], 4))).toEqual(["gate"]);
    expect(names(jobsToStart([job("gate")], [job("single", { alone: true })], 4))).toEqual([]);
  });

  test("lead to an end of all jobs, whatever they need", () => {
    const things = fc.subarray(["a", "b"]);
    const anyJob = fc.record({
      seconds: fc.nat(9),
      early: fc.boolean(),
      alone: fc.boolean(),
      exclusive: things,
      needs: things,
      gives: things,
    });
    fc.assert(
      fc.property(fc.array(anyJob, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (shapes, slots) => {
        const makers = new Set<string>();
        const jobs = shapes.map((shape, index) => {
          // Whoever makes a thing needs none: a circle would have no end, and headers have none.
          const gives = shape.gives.filter((thing) => !makers.has(thing));
          for (const thing of gives) makers.add(thing);
          return job(`${index}`, { ...shape, gives, needs: gives.length > 0 ? [] : shape.needs });
        });
        let waiting = jobs;
        const running: Job[] = [];
        for (let round = 0; round < 100 && (waiting.length > 0 || running.length > 0); round++) {
          const started = jobsToStart(waiting, running, slots);
          running.push(...started);
          waiting = waiting.filter((one) => !started.includes(one));
          expect(running.length).toBeLessThanOrEqual(slots);
          if (running.some(({ alone }) => alone)) expect(running).toHaveLength(1);
          running.shift();
        }
        expect(waiting).toEqual([]);
      }),
    );
  });
});

describe("what keeps a job from starting", () => {
  test("is named", () => {
    const maker = job("maker", { gives: ["thing"] });
    const user = job("user", { needs: ["thing"], exclusive: ["accounts"] });

    expect(obstacleTo(user, [user, maker], [])).toBe("maker");
    expect(obstacleTo(user, [user], [job("other", { exclusive: ["accounts"] })])).toBe("other");
    expect(obstacleTo(job("single", { alone: true }), [], [job("other")])).toBe("other");
    expect(obstacleTo(user, [user], [job("other")])).toBeUndefined();
  });
});
