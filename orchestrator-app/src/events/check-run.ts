import { type CheckAction, isCheckAction } from "@debootc/core/hub/check-action";
import * as z from "zod";
import type { Queries } from "../database/database.ts";
import { cancelRun, cancelTask, retryRun, retryTask } from "../runs/steer.ts";
import type { Cause } from "../store/move-task.ts";
import { eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent } from "./payload-schemas.ts";
import { steered } from "./steered.ts";

const schema = z.looseObject({
  ...repositoryEvent,
  action: z.string(),
  check_run: z.looseObject({ id: z.int().positive() }),
  requested_action: z.looseObject({ identifier: z.string() }).optional(),
});
type Payload = z.output<typeof schema>;

/** Does what the buttons of a check run ask for, which GitHub offers to people who may write. */
export const checkRun = eventHandler(schema, async ({ queries, at }, payload) => {
  const asked = askedOf(payload);
  if (asked === undefined) return `ignored: the hub does not act on ${payload.action}`;
  const row = await followRepository(queries, payload);
  if (typeof row === "string") return row;
  const cause = { cause: "check run", actor: payload.sender.login, at };
  return steerTask(queries, row.id, payload.check_run.id, asked, cause);
});

function askedOf({ action, requested_action: requested }: Payload): CheckAction | undefined {
  if (action === "rerequested") return "retry";
  if (action !== "requested_action" || requested === undefined) return undefined;
  return isCheckAction(requested.identifier) ? requested.identifier : undefined;
}

async function steerTask(
  queries: Queries,
  repositoryId: number,
  checkRunId: number,
  asked: CheckAction,
  cause: Cause,
): Promise<string> {
  const task = await queries
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .select("task.id")
    .where("run.repository_id", "=", repositoryId)
    .where("task.check_run_id", "=", checkRunId)
    .executeTakeFirst();
  if (task !== undefined) {
    const steer = asked === "retry" ? retryTask : cancelTask;
    return steered(steer(queries, task.id, cause), `${asked} of task ${task.id}`);
  }
  const run = await queries
    .selectFrom("run")
    .select("id")
    .where("repository_id", "=", repositoryId)
    .where("check_run_id", "=", checkRunId)
    .executeTakeFirst();
  if (run === undefined) return "ignored: no run or task has this check run";
  const steer = asked === "retry" ? retryRun : cancelRun;
  return steered(steer(queries, run.id, cause), `${asked} of run ${run.id}`);
}
