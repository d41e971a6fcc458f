import type { LegChoice } from "@debootc/core/compose/chosen-legs";
import { runStates } from "@debootc/core/task/run-state";
import { z } from "@hono/zod-openapi";
import type { RunRow } from "../../database/tables.ts";
import { failureSchema, timeSchema } from "./shared-shapes.ts";

export const runCauses = ["push", "tag", "pull_request", "schedule", "comment", "api", "archive"] as const;

export const runSchema = z
  .strictObject({
    id: z.int(),
    repository: z.string().openapi({ example: "acme/os" }),
    state: z.enum(runStates),
    reason: z.string().nullable().openapi({ description: "Why it is in that state." }),
    cause: z.enum(runCauses),
    priority: z.int(),
    ref: z.string(),
    sha: z.string(),
    configSha: z.string().openapi({ description: "The commit whose configuration counts." }),
    pullRequest: z.int().nullable(),
    isFork: z.boolean(),
    approvedSha: z.string().nullable(),
    actor: z.string(),
    composeId: z.string().nullable(),
    workflow: z.string().nullable(),
    choice: z
      .strictObject({ variants: z.array(z.string()).optional(), arches: z.array(z.string()).optional() })
      .nullable()
      .openapi({ description: "The variants and architectures that are wanted, unless all are." }),
    failure: failureSchema.nullable(),
    createdAt: timeSchema,
    finishedAt: timeSchema.nullable(),
  })
  .openapi("Run");

/** Returns a run as the API shows it. */
export function runShape(row: RunRow & { readonly repository: string }): z.infer<typeof runSchema> {
  return {
    id: row.id,
    repository: row.repository,
    state: row.state,
    reason: row.reason,
    cause: row.cause,
    priority: row.priority,
    ref: row.ref,
    sha: row.sha,
    configSha: row.config_sha,
    pullRequest: row.pull_request,
    isFork: row.is_fork,
    approvedSha: row.approved_sha,
    actor: row.actor,
    composeId: row.compose_id,
    workflow: row.workflow,
    choice: choiceShape(row.choice),
    failure: row.failure,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

function choiceShape(choice: LegChoice | null): z.infer<typeof runSchema>["choice"] {
  if (choice === null) return null;
  const { variants, arches } = choice;
  return {
    ...(variants === undefined ? {} : { variants: [...variants] }),
    ...(arches === undefined ? {} : { arches: [...arches] }),
  };
}
