import { jobShape, runShape, workflowShape } from "../shapes/workflow-shape.ts";
import type { Repository } from "../state/repository.ts";
import type { Job, Run } from "../state/workflow.ts";
import type { World } from "../state/world.ts";

/** Sends `workflow_job` with the state that the job is in. */
export function emitJob(world: World, repository: Repository, run: Run, job: Job): void {
  world.emit({
    ...{ event: "workflow_job", action: job.status, repository, sender: run.actor },
    payload: { workflow_job: jobShape(world.urls, repository, run, job) },
  });
}

/** Sends `workflow_run`. */
export function emitRun(
  world: World,
  repository: Repository,
  run: Run,
  action: "requested" | "in_progress" | "completed",
): void {
  world.emit({
    ...{ event: "workflow_run", action, repository, sender: run.actor },
    payload: {
      workflow_run: runShape(world.urls, repository, run),
      workflow: workflowShape(world.urls, repository, run.workflow),
    },
  });
}
