import type { Queries } from "../database/database.ts";
import type { DeliveryRow } from "../database/tables.ts";
import { checkRun } from "./check-run.ts";
import { checkSuite } from "./check-suite.ts";
import type { EventHandler } from "./event-handler.ts";
import { installation } from "./installation.ts";
import { installationRepositories } from "./installation-repositories.ts";
import { installationTarget } from "./installation-target.ts";
import { issueComment } from "./issue-comment.ts";
import { ping } from "./ping.ts";
import { pullRequest } from "./pull-request.ts";
import { push } from "./push.ts";
import { repository } from "./repository.ts";
import { workflowJob } from "./workflow-job.ts";
import { workflowRun } from "./workflow-run.ts";

/** Maps the events that the hub acts on to what each does; all others are counted. */
export const eventHandlers: Readonly<Record<string, EventHandler>> = {
  check_run: checkRun,
  check_suite: checkSuite,
  installation,
  installation_repositories: installationRepositories,
  installation_target: installationTarget,
  issue_comment: issueComment,
  ping,
  pull_request: pullRequest,
  push,
  repository,
  workflow_job: workflowJob,
  workflow_run: workflowRun,
};

/** Does, in a transaction, what a delivery wants. Returns what came of it. Throws `request-invalid` for an odd payload. */
export async function handleDelivery(queries: Queries, delivery: DeliveryRow, at: Date): Promise<string> {
  const { event, body, guid } = delivery;
  const handler = Object.hasOwn(eventHandlers, event) ? eventHandlers[event] : undefined;
  if (handler === undefined) return `ignored: the hub does not act on ${event}`;
  if (body === null) return "ignored: its body was cleared";
  const payload: unknown = JSON.parse(body);
  return handler({ queries, guid, at }, payload);
}
