import fc from "fast-check";
import { expect, test } from "vitest";
import { virtualClock } from "../clock/virtual-clock.ts";
import { seededRandom } from "../faults/seeded-random.ts";
import { createRepository } from "../repository/create-repository.ts";
import { accountOf } from "../state/find.ts";
import { newWorld } from "../state/new-world.ts";
import type { Repository } from "../state/repository.ts";
import { finishJob } from "./jobs.ts";
import { acquireJob, hear, openSession } from "./runner-session.ts";
import { connectRunner, createRunner, disconnectRunner, removeRunner } from "./runners.ts";
import { cancelRun, rerun, startRun } from "./runs.ts";

const label = fc.constantFrom("a", "b");
const often = <T>(arbitrary: fc.Arbitrary<T>) => ({ weight: 4, arbitrary });
const step = fc.oneof(
  often(
    fc.record({ do: fc.constant("run" as const), labels: fc.array(label, { minLength: 1, maxLength: 3 }) }),
  ),
  often(
    fc.record({
      do: fc.constant("runner" as const),
      label,
      connect: fc.constantFrom("no", "well", "deaf", "program", "program"),
    }),
  ),
  often(fc.record({ do: fc.constant("acquire" as const), pick: fc.nat() })),
  often(fc.record({ do: fc.constant("finish" as const), pick: fc.nat(), isGood: fc.boolean() })),
  fc.record({ do: fc.constant("hear" as const), pick: fc.nat() }),
  fc.record({ do: fc.constant("disconnect" as const), pick: fc.nat() }),
  fc.record({ do: fc.constant("remove" as const), pick: fc.nat() }),
  fc.record({ do: fc.constant("cancel" as const), pick: fc.nat() }),
  fc.record({ do: fc.constant("rerun" as const), pick: fc.nat() }),
  fc.record({ do: fc.constant("advance" as const), minutes: fc.constantFrom(0.5, 1, 11, 60, 1440) }),
);

test("whatever happens: one runner a job, one job a runner, and no job is lost", () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 50, size: "max" }), async (steps) => {
      const clock = virtualClock(0);
      const world = newWorld({
        ...{
          clock,
          random: seededRandom(1),
          seed: 1,
          directory: "/nowhere",
          hostedLabels: new Set<string>(),
          enterpriseServer: undefined,
        },
        planJobs: ({ inputs }) =>
          (inputs["labels"] as string[]).map((name, index) => ({ name: `${index}`, labels: [name] })),
      });
      const repository = createRepository(world, { name: "o/r" });
      const workflow = { id: 1, path: "w", name: "w", state: "active", createdAt: 0 } as const;
      const actor = accountOf(world, "mona");
      let runners = 0;
      for (const one of steps) {
        const pick = <T>(all: Iterable<T>, index: number): T | undefined => {
          const list = [...all];
          return list[index % Math.max(1, list.length)];
        };
        if (one.do === "run")
          startRun(world, repository, {
            ...{ workflow, event: "push", branch: "main", sha: "0".repeat(40), actor },
            inputs: { labels: one.labels },
          });
        if (one.do === "runner") {
          const name = `runner-${++runners}`;
          const wanted = { name, labels: [one.label], groupId: 1, workFolder: "_work" };
          const made = createRunner(world, repository, wanted);
          if (one.connect === "program") openSession(world, repository, made);
          else if (one.connect !== "no") connectRunner(world, repository, name, one.connect === "deaf");
        }
        if (one.do === "finish") {
          const busy = [...repository.jobs.values()].filter(({ status }) => status === "in_progress");
          const job = pick(busy, one.pick);
          if (job) finishJob(world, repository, job, one.isGood ? "success" : "failure");
        }
        const runner = "pick" in one ? pick(repository.runners.values(), one.pick) : undefined;
        const programs = [...repository.runners.values()].filter(({ link }) => link === "protocol");
        const program = "pick" in one ? pick(programs, one.pick) : undefined;
        const offered = repository.jobs.get(program?.offeredJobId ?? 0);
        if (one.do === "acquire" && program && offered) acquireJob(world, repository, program, offered);
        if (one.do === "hear" && program) hear(world, program);
        if (one.do === "disconnect" && runner) disconnectRunner(world, repository, runner.name);
        if (one.do === "remove" && runner) removeRunner(world, repository, runner);
        const run = "pick" in one ? pick(repository.runs.values(), one.pick) : undefined;
        if (one.do === "cancel" && run && run.status !== "completed") cancelRun(world, repository, run);
        if (one.do === "rerun" && run?.status === "completed") rerun(world, repository, run, () => true);
        if (one.do === "advance") await clock.advance(one.minutes * 60_000);
        checkInvariants(repository);
      }
      // A job that nobody takes ends by itself; one that runs ends with its runner.
      for (const { name, online } of [...repository.runners.values()])
        if (online) disconnectRunner(world, repository, name);
      await clock.advance(50 * 3_600_000);
      checkInvariants(repository);
      expect([...repository.jobs.values()].filter(({ status }) => status !== "completed")).toEqual([]);
      expect([...repository.runs.values()].filter(({ status }) => status !== "completed")).toEqual([]);
      expect(repository.runners.size).toBe(0);
      const pairs = world.ledger.pairs;
      expect(new Set(pairs.map(({ job }) => job)).size).toBe(pairs.length);
      expect(new Set(pairs.map(({ runner }) => runner)).size).toBe(pairs.length);
    }),
    { numRuns: 60 },
  ));

function checkInvariants(repository: Repository): void {
  for (const runner of repository.runners.values()) {
    expect(runner.jobId !== undefined && runner.offeredJobId !== undefined).toBe(false);
    const job = repository.jobs.get(runner.jobId ?? runner.offeredJobId ?? 0);
    if (runner.jobId !== undefined) expect(job).toMatchObject({ status: "in_progress", runnerId: runner.id });
    if (runner.offeredJobId !== undefined)
      expect(job).toMatchObject({ status: "queued", assignedTo: runner.id });
  }
  for (const job of repository.jobs.values()) {
    if (job.status === "in_progress") expect(repository.runners.get(job.runnerId ?? 0)?.jobId).toBe(job.id);
    if (job.assignedTo !== undefined)
      expect(repository.runners.get(job.assignedTo)?.offeredJobId).toBe(job.id);
    expect(job.status === "completed").toBe(job.conclusion !== undefined);
  }
  for (const run of repository.runs.values()) {
    const open = [...repository.jobs.values()].filter(
      ({ runId, status }) => runId === run.id && status !== "completed",
    );
    expect(run.status === "completed").toBe(open.length === 0);
  }
}
