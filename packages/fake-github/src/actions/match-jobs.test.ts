import fc from "fast-check";
import { expect, test } from "vitest";
import type { Runner } from "../state/runner.ts";
import type { Job } from "../state/workflow.ts";
import { hasAll, matchJobs } from "./match-jobs.ts";

const labels = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 });

const jobs = fc
  .array(fc.record({ labels, queuedAt: fc.nat(5), isQueued: fc.boolean(), isAssigned: fc.boolean() }))
  .map((all) => all.map((one, index) => jobFrom(index + 1, one)));

const runners = fc
  .array(fc.record({ labels, online: fc.boolean(), isBusy: fc.boolean(), missed: fc.nat(2) }))
  .map((all) => all.map((one, index) => runnerFrom(index + 1, one)));

test("no job gets two runners, no runner two jobs, and only who waits is matched", () => {
  fc.assert(
    fc.property(jobs, runners, (jobs, runners) => {
      const pairs = matchJobs(jobs, runners);
      expect(new Set(pairs.map(({ job }) => job.id)).size).toBe(pairs.length);
      expect(new Set(pairs.map(({ runner }) => runner.id)).size).toBe(pairs.length);
      for (const { job, runner } of pairs) {
        expect(job.status).toBe("queued");
        expect(job.assignedTo).toBeUndefined();
        expect(runner.online && runner.jobId === undefined).toBe(true);
        expect(hasAll(runner.labels, job.plan.labels)).toBe(true);
      }
    }),
  );
});

test("no job is left waiting that a free runner could take", () => {
  fc.assert(
    fc.property(jobs, runners, (jobs, runners) => {
      const pairs = matchJobs(jobs, runners);
      const used = new Set(pairs.map(({ runner }) => runner));
      const matched = new Set(pairs.map(({ job }) => job));
      const left = jobs.filter(
        (job) => !matched.has(job) && job.status === "queued" && job.assignedTo === undefined,
      );
      const free = runners.filter(
        (runner) => !used.has(runner) && runner.online && runner.jobId === undefined,
      );
      for (const job of left) expect(free.some(({ labels }) => hasAll(labels, job.plan.labels))).toBe(false);
    }),
  );
});

test("of jobs that ask for the same, the one that waits longest is first, whatever else is there", () => {
  fc.assert(
    fc.property(jobs, runners, (jobs, runners) => {
      const matched = new Set(matchJobs(jobs, runners).map(({ job }) => job));
      const waiting = jobs.filter((job) => job.status === "queued" && job.assignedTo === undefined);
      for (const late of waiting)
        for (const early of waiting)
          if (
            early.queuedAt < late.queuedAt &&
            [...early.plan.labels].sort().join() === [...late.plan.labels].sort().join() &&
            matched.has(late)
          )
            expect(matched.has(early)).toBe(true);
    }),
  );
});

test("labels are compared without case, and a runner may have more than a job asks for", () => {
  expect(hasAll(["Self-Hosted", "arm64"], ["self-hosted"])).toBe(true);
  expect(hasAll(["arm64"], ["self-hosted", "arm64"])).toBe(false);
});

test("a runner that missed an offer comes after those that did not", () => {
  const job = jobFrom(1, { labels: ["a"], queuedAt: 0, isQueued: true, isAssigned: false });
  const missed = runnerFrom(1, { labels: ["a"], online: true, isBusy: false, missed: 1 });
  const fresh = runnerFrom(2, { labels: ["a"], online: true, isBusy: false, missed: 0 });
  expect(matchJobs([job], [missed, fresh])).toEqual([{ job, runner: fresh }]);
});

function jobFrom(
  id: number,
  of: { labels: string[]; queuedAt: number; isQueued: boolean; isAssigned: boolean },
): Job {
  return {
    ...{ id, runId: 1, attempt: 1, plan: { name: `${id}`, labels: of.labels } },
    status: of.isQueued ? "queued" : "in_progress",
    ...{ createdAt: 0, queuedAt: of.queuedAt, log: "", requeues: 0 },
    ...{ outputs: {}, isCancelled: false },
    ...(of.isAssigned ? { assignedTo: 99 } : {}),
  };
}

function runnerFrom(
  id: number,
  of: { labels: string[]; online: boolean; isBusy: boolean; missed: number },
): Runner {
  return {
    ...{ id, name: `${id}`, labels: of.labels, workFolder: "_work", groupId: 1, createdAt: 0, lastSeen: 0 },
    ...{ online: of.online, deaf: false, missed: of.missed, secret: "", waiting: new Set() },
    ...(of.isBusy ? { jobId: 98 } : {}),
  };
}
