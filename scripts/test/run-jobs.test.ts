import { expect, test } from "vitest";
import type { Job } from "./job.ts";
import { runJobs, type Wait } from "./run-jobs.ts";

/** Jobs that take as many seconds as they say, by a clock that stands still but for them. */
function machine() {
  let now = 0;
  const ends: { at: number; end: () => void }[] = [];
  const advance = () => {
    const next = ends.toSorted((a, b) => a.at - b.at)[0];
    if (next === undefined) return;
    ends.splice(ends.indexOf(next), 1);
    now = next.at;
    next.end();
  };
  const log: string[] = [];
  const waited = new Map<string, readonly Wait[]>();
  const start = async (job: Job, waits: readonly Wait[]) => {
    log.push(`${now / 1000} ${job.name}`);
    waited.set(job.name, waits);
    const { promise, resolve } = Promise.withResolvers<void>();
    ends.push({ at: now + job.seconds * 1000, end: resolve });
    // After all that starts now.
    setImmediate(advance);
    await promise;
  };
  return { start, log, waited, clock: () => now };
}
const job = (name: string, seconds: number, more: Partial<Job> = {}): Job => ({
  ...{ name, seconds, early: false, alone: false, exclusive: [], needs: [], gives: [] },
  ...more,
});
const never = new AbortController().signal;

test("two slots are kept busy", async () => {
  const { start, log, clock } = machine();

  await runJobs([job("a", 1), job("b", 2), job("c", 3), job("d", 4)], 2, start, { signal: never, clock });

  expect(log).toEqual(["0 d", "0 c", "3 b", "4 a"]);
});

test("a job is told for what it waited while there was room", async () => {
  const { start, log, waited, clock } = machine();
  const jobs = [job("user", 9, { needs: ["thing"] }), job("maker", 2, { gives: ["thing"] })];

  await runJobs(jobs, 2, start, { signal: never, clock });

  expect(log).toEqual(["0 maker", "2 user"]);
  expect(waited.get("user")).toEqual([{ for: "maker", seconds: 2 }]);
  expect(waited.get("maker")).toEqual([]);
});

test("after an abort nothing more starts, and what runs is waited for", async () => {
  const { start, log, clock } = machine();
  const stop = new AbortController();
  const ended: string[] = [];

  const left = await runJobs(
    [job("a", 3), job("b", 2), job("c", 1)],
    2,
    async (one, waits) => {
      stop.abort();
      await start(one, waits);
      ended.push(one.name);
    },
    { signal: stop.signal, clock },
  );

  expect(log).toEqual(["0 a", "0 b"]);
  expect(ended).toEqual(["b", "a"]);
  expect(left.map(({ name }) => name)).toEqual(["c"]);
});
