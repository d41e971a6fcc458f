import { taskKinds } from "@debootc/core/task/task-kind";
import { taskStates } from "@debootc/core/task/task-state";
import { waitingKinds, type WhyWaiting } from "@debootc/core/task/why-waiting";
import { z } from "@hono/zod-openapi";
import type { Selectable } from "kysely";
import type { Tables, TaskRow } from "../../database/tables.ts";
import type { attemptsOf } from "../../queries/list-tasks.ts";
import { failureSchema, timeSchema } from "./shared-shapes.ts";

export const taskSchema = z
  .strictObject({
    id: z.int(),
    run: z.int(),
    position: z.int(),
    kind: z.enum(taskKinds),
    name: z.string().openapi({ example: "server/arm64" }),
    variant: z.string().nullable(),
    arch: z.string().nullable(),
    runsOn: z.array(z.string()),
    required: z.boolean(),
    state: z.enum(taskStates),
    since: timeSchema,
    attempt: z.int(),
    maxAttempts: z.int(),
    timeoutSeconds: z.int(),
    dueAt: timeSchema,
    failure: failureSchema.nullable(),
  })
  .openapi("Task");

/** Returns a task as the API shows it. */
export function taskShape(row: TaskRow): z.infer<typeof taskSchema> {
  return {
    id: row.id,
    run: row.run_id,
    position: row.position,
    kind: row.kind,
    name: row.name,
    variant: row.variant,
    arch: row.arch,
    runsOn: [...row.runs_on],
    required: row.required,
    state: row.state,
    since: row.since.toISOString(),
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    timeoutSeconds: row.timeout_seconds,
    dueAt: row.due_at.toISOString(),
    failure: row.failure,
  };
}

export const attemptSchema = z
  .strictObject({
    number: z.int(),
    label: z.string(),
    dispatch: z.string().nullable().openapi({ description: "Absent for what the hub does itself." }),
    dispatchState: z.enum(["wanted", "unsure", "sent", "refused"]).nullable(),
    githubRunId: z.int().nullable(),
    githubJobId: z.int().nullable(),
    runner: z.string().nullable(),
    assignedAt: timeSchema,
    startedAt: timeSchema.nullable(),
    endedAt: timeSchema.nullable(),
    failure: failureSchema.nullable(),
  })
  .openapi("Attempt");

/** Returns an attempt as the API shows it. */
export function attemptShape(
  row: Awaited<ReturnType<typeof attemptsOf>>[number],
): z.infer<typeof attemptSchema> {
  return {
    number: row.number,
    label: row.label,
    dispatch: row.dispatch_id,
    dispatchState: row.dispatch_state,
    githubRunId: row.github_run_id,
    githubJobId: row.github_job_id,
    runner: row.runner,
    assignedAt: row.assigned_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    failure: row.failure,
  };
}

export const changeSchema = z
  .strictObject({
    id: z.int(),
    run: z.int(),
    task: z.int().nullable().openapi({ description: "Absent for a change of the run itself." }),
    from: z.string().nullable(),
    to: z.string(),
    cause: z.string(),
    actor: z.string(),
    detail: z.record(z.string(), z.unknown()).nullable(),
    at: timeSchema,
  })
  .openapi("Change");

/** Returns a change as the API shows it. */
export function changeShape(row: Selectable<Tables["change"]>): z.infer<typeof changeSchema> {
  return {
    id: row.id,
    run: row.run_id,
    task: row.task_id,
    from: row.from_state,
    to: row.to_state,
    cause: row.cause,
    actor: row.actor,
    detail: row.detail === null ? null : { ...row.detail },
    at: row.at.toISOString(),
  };
}

export const whySchema = z
  .strictObject({
    kind: z.enum(waitingKinds),
    message: z.string(),
    since: timeSchema,
    until: timeSchema.optional().openapi({ description: "When it goes on by itself." }),
  })
  .openapi("WhyWaiting");

/** Returns the reason why a task waits as the API shows it. */
export function whyShape({ kind, message, since, until }: WhyWaiting): z.infer<typeof whySchema> {
  return {
    kind,
    message,
    since: since.toISOString(),
    ...(until === undefined ? {} : { until: until.toISOString() }),
  };
}
