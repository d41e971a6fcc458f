import { type CheckAction, isCheckAction } from "@debootc/core/hub/check-action";
import * as z from "zod";
import type { Queries } from "../database/database.ts";
import { eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent } from "./payload-schemas.ts";
import { wantButton } from "./want-button.ts";

const schema = z.looseObject({
  ...repositoryEvent,
  action: z.string(),
  check_run: z.looseObject({ id: z.int().positive() }),
  requested_action: z.looseObject({ identifier: z.string() }).optional(),
});
type Payload = z.output<typeof schema>;

/** Takes what the buttons of a check run ask for, which GitHub offers to people who may write. */
export const checkRun = eventHandler(schema, async (context, payload) => {
  const asked = askedOf(payload);
  if (asked === undefined) return `ignored: the hub does not act on ${payload.action}`;
  const row = await followRepository(context.queries, payload);
  if (typeof row === "string") return row;
  const subject = await subjectOf(context.queries, row.id, payload.check_run.id);
  if (subject === undefined) return "ignored: no run or task has this check run";
  await wantButton(context, row.id, { asked, ...subject, actor: payload.sender.login });
  return `asked for ${asked} of ${subject.task === undefined ? `run ${subject.run}` : `task ${subject.task}`}`;
});

function askedOf({ action, requested_action: requested }: Payload): CheckAction | undefined {
  if (action === "rerequested") return "retry";
  if (action !== "requested_action" || requested === undefined) return undefined;
  return isCheckAction(requested.identifier) ? requested.identifier : undefined;
}

async function subjectOf(
  queries: Queries,
  repositoryId: number,
  checkRunId: number,
): Promise<{ readonly run: number; readonly task?: number } | undefined> {
  const task = await queries
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .select(["task.id as task", "task.run_id as run"])
    .where("run.repository_id", "=", repositoryId)
    .where("task.check_run_id", "=", checkRunId)
    .executeTakeFirst();
  if (task !== undefined) return task;
  return queries
    .selectFrom("run")
    .select("id as run")
    .where("repository_id", "=", repositoryId)
    .where("check_run_id", "=", checkRunId)
    .executeTakeFirst();
}
