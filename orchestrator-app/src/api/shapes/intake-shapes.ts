import { z } from "@hono/zod-openapi";
import type { Selectable } from "kysely";
import type { RepositoryRow, Tables } from "../../database/tables.ts";
import type { DeliveryFacts } from "../../queries/list-deliveries.ts";
import { timeSchema } from "./shared-shapes.ts";

export const deliverySchema = z
  .strictObject({
    guid: z.string(),
    event: z.string(),
    action: z.string().nullable(),
    installationId: z.int().nullable(),
    repositoryId: z.int().nullable(),
    state: z.enum(["received", "handled", "failed"]),
    attempts: z.int(),
    receivedAt: timeSchema,
    dueAt: timeSchema,
    handledAt: timeSchema.nullable(),
    outcome: z.string().nullable(),
    hasBody: z
      .boolean()
      .openapi({ description: "Whether it can still be replayed. The body itself is not shown." }),
  })
  .openapi("Delivery");

/** Returns a delivery as the API shows it: without its body. */
export function deliveryShape(row: DeliveryFacts): z.infer<typeof deliverySchema> {
  return {
    guid: row.guid,
    event: row.event,
    action: row.action,
    installationId: row.installation_id,
    repositoryId: row.repository_id,
    state: row.state,
    attempts: row.attempts,
    receivedAt: row.received_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    handledAt: row.handled_at?.toISOString() ?? null,
    outcome: row.outcome,
    hasBody: row.has_body,
  };
}

export const installationSchema = z
  .strictObject({
    id: z.int(),
    account: z.string(),
    accountType: z.string(),
    state: z.enum(["active", "suspended", "removed"]),
    permissions: z.record(z.string(), z.string()),
    changedAt: timeSchema,
  })
  .openapi("Installation");

/** Returns an installation of the App as the API shows it. */
export function installationShape(
  row: Selectable<Tables["installation"]>,
): z.infer<typeof installationSchema> {
  return {
    id: row.id,
    account: row.account,
    accountType: row.account_type,
    state: row.state,
    permissions: row.permissions,
    changedAt: row.changed_at.toISOString(),
  };
}

export const repositorySchema = z
  .strictObject({
    id: z.int(),
    installationId: z.int(),
    name: z.string(),
    defaultBranch: z.string(),
    state: z.enum(["active", "archived", "removed"]),
    private: z.boolean(),
    url: z.string().nullable().openapi({ description: "Its page at GitHub, once the hub has an App." }),
    changedAt: timeSchema,
    schedules: z
      .array(z.strictObject({ name: z.string(), cron: z.string(), nextAt: timeSchema }))
      .openapi({ description: "Its schedules, by the configuration that was read last." }),
  })
  .openapi("Repository");

/** Returns a repository with its schedules as the API shows it. */
export function repositoryShape(
  row: RepositoryRow,
  schedules: readonly Selectable<Tables["schedule"]>[],
  pages: string | undefined,
): z.infer<typeof repositorySchema> {
  return {
    id: row.id,
    installationId: row.installation_id,
    name: row.full_name,
    defaultBranch: row.default_branch,
    state: row.state,
    private: row.private,
    url: pages === undefined ? null : `${pages}/${row.full_name}`,
    changedAt: row.changed_at.toISOString(),
    schedules: schedules.map(({ name, cron, next_at }) => ({ name, cron, nextAt: next_at.toISOString() })),
  };
}
