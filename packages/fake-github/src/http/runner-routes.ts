import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import { annotationsIn } from "../actions/annotations-in.ts";
import { jobMessage } from "../actions/job-message.ts";
import { finishJob, offerJobs } from "../actions/jobs.ts";
import { appendLog } from "../actions/job-log.ts";
import {
  acquireJob,
  closeSession,
  hear,
  jobOfRunner,
  openSession,
  runnerOfSecret,
  waitFor,
} from "../actions/runner-session.ts";
import type { Repository } from "../state/repository.ts";
import type { Runner } from "../state/runner.ts";
import type { Conclusion, Job, Run } from "../state/workflow.ts";
import type { World } from "../state/world.ts";
import type { HttpContext } from "./request.ts";

/** Longer than that nobody has to hold a connection open. */
const longestWait = 50;
const conclusions: readonly Conclusion[] = ["success", "failure", "cancelled", "timed_out"];

interface Caller {
  readonly repository: Repository;
  readonly runner: Runner;
}

interface Working extends Caller {
  readonly job: Job;
  readonly run: Run;
}

/**
 * Serves runners that are programs and not GitHub's: README.md describes the protocol. Each proves by the secret of its
 * just-in-time configuration who it is.
 */
export function giveRunnerProtocol(app: Hono<{ Bindings: HttpBindings }>, world: World): void {
  const asRunner =
    (work: (context: HttpContext, caller: Caller) => Response | Promise<Response>) =>
    (context: HttpContext) => {
      const secret = /^bearer +(\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
      const caller = secret === undefined ? undefined : runnerOfSecret(world, secret);
      if (caller === undefined)
        return refuse(context, 401, "no runner has this secret: it did its job, or was removed");
      return work(context, caller);
    };
  const atWork = (work: (context: HttpContext, working: Working) => Response | Promise<Response>) =>
    asRunner((context, caller) => {
      const job = jobOfRunner(caller.repository, caller.runner);
      const run = caller.repository.runs.get(job?.runId ?? 0);
      if (job === undefined || run === undefined || job.id !== Number(context.req.param("id")))
        return refuse(context, 409, "the job is not, or no longer, that of this runner");
      return work(context, { ...caller, job, run });
    });

  app.post(
    "/_runner/session",
    asRunner((context, { repository, runner }) => {
      if (!openSession(world, repository, runner))
        return refuse(context, 409, "a session for this runner already exists");
      return context.json({ id: runner.id, name: runner.name, labels: runner.labels });
    }),
  );
  app.delete(
    "/_runner/session",
    asRunner((context, { repository, runner }) => {
      closeSession(world, repository, runner);
      return context.body(null, 204);
    }),
  );
  app.post(
    "/_runner/next",
    asRunner(async (context, { repository, runner }) => {
      const isOver = () =>
        jobOfRunner(repository, runner) !== undefined || !repository.runners.has(runner.id);
      hear(world, runner);
      offerJobs(world, repository);
      await waitFor(world, runner, isOver, await waiting(context));
      if (!repository.runners.has(runner.id)) return refuse(context, 401, "the runner was removed");
      const job = jobOfRunner(repository, runner);
      return job === undefined ? context.body(null, 204) : context.json({ job: job.id });
    }),
  );
  app.post(
    "/_runner/jobs/:id/acquire",
    atWork((context, working) => {
      const { repository, runner, job } = working;
      return acquireJob(world, repository, runner, job)
        ? context.json(jobMessage(world, working))
        : refuse(context, 409, "the job was offered for too long, and went back to the queue");
    }),
  );
  app.post(
    "/_runner/jobs/:id/renew",
    atWork(async (context, { runner, job }) => {
      const isOver = () => job.isCancelled || job.status === "completed";
      await waitFor(world, runner, isOver, await waiting(context));
      return context.json({ cancel: isOver() });
    }),
  );
  app.post(
    "/_runner/jobs/:id/log",
    atWork(async (context, { runner, job }) => {
      hear(world, runner);
      const content = Buffer.from(await context.req.arrayBuffer());
      return context.json({ next: appendLog(job, Number(context.req.query("offset")), content) });
    }),
  );
  app.post(
    "/_runner/jobs/:id/complete",
    atWork(async (context, { repository, job }) => {
      const { conclusion, outputs = {}, annotations = [] } = await context.req.json<Partial<Ending>>();
      const known = conclusions.find((one) => one === conclusion);
      if (known === undefined)
        return refuse(
          context,
          422,
          `the conclusion cannot be ${conclusion}; allowed: ${conclusions.join(", ")}`,
        );
      job.outputs = outputs;
      job.annotations = annotationsIn(annotations.join("\n"));
      finishJob(world, repository, job, known);
      return context.json({});
    }),
  );
}

interface Ending {
  readonly conclusion: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly annotations: readonly string[];
}

async function waiting(context: HttpContext): Promise<{ milliseconds: number; signal: AbortSignal }> {
  const { waitSeconds = 0 } = await context.req.json<{ waitSeconds?: number }>();
  const gone = new AbortController();
  context.env.outgoing.once("close", () => gone.abort());
  return { milliseconds: Math.min(waitSeconds, longestWait) * 1000, signal: gone.signal };
}

function refuse(context: Context, status: 401 | 409 | 422, message: string): Response {
  return context.json({ message }, status);
}
