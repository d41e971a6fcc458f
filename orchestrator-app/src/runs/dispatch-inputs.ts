import type { TaskKind } from "@debootc/core/task/task-kind";
import type { RunRow, TaskRow } from "../database/tables.ts";
import { artifactOfTask } from "./artifact-of-task.ts";

/** Says where the result of a task is that others need. */
export interface FinishedTask {
  readonly kind: TaskKind;
  readonly name: string;
  readonly githubRunId: number;
}

/** Holds a task with the label of its next attempt. */
export interface LabelledTask {
  readonly task: TaskRow;
  readonly label: string;
  /** Names of the tasks whose results it takes. */
  readonly needs: readonly string[];
}

/** GitHub makes at most so many jobs of one matrix. */
const mostTasks = 256;

/** GitHub takes 65,535 characters of inputs; some are left for what else is sent. */
const mostCharacters = 60_000;

/** Divides tasks so that each part fits into one dispatch: by the jobs of a matrix, and by the length of its inputs. */
export function tasksOfDispatch(
  run: RunRow,
  tasks: readonly LabelledTask[],
  finished: readonly FinishedTask[],
): readonly (readonly LabelledTask[])[] {
  const parts: LabelledTask[][] = [];
  let length = 0;
  const fixed = JSON.stringify(dispatchInputs("x".repeat(40), run, [], finished)).length;
  for (const task of tasks) {
    const own = JSON.stringify(JSON.stringify(matrixTask(run, task))).length;
    const part = parts.at(-1);
    if (part === undefined || part.length === mostTasks || length + own > mostCharacters) {
      parts.push([task]);
      length = fixed + own;
    } else {
      part.push(task);
      length += own;
    }
  }
  return parts;
}

/**
 * Returns the inputs of the workflow that a dispatch starts, all of them text: `dispatch`, which its `run-name` has to
 * contain; `tasks`, the items of its matrix; `finished`, where the results are that these tasks need.
 */
export function dispatchInputs(
  id: string,
  run: RunRow,
  tasks: readonly LabelledTask[],
  finished: readonly FinishedTask[],
): Record<string, string> {
  return {
    dispatch: id,
    run: String(run.id),
    sha: run.sha,
    tasks: JSON.stringify(tasks.map((task) => matrixTask(run, task))),
    finished: JSON.stringify(finished),
  };
}

/** Returns an item of the matrix: a leg of core's `matrix` with what the hub adds. */
function matrixTask(run: RunRow, { task, label, needs }: LabelledTask) {
  const artifact = artifactOfTask(task, run);
  return {
    kind: task.kind,
    task: task.name,
    ...(task.variant === null ? {} : { variant: task.variant }),
    ...(task.arch === null ? {} : { arch: task.arch }),
    ...sourceOf(task),
    needs,
    ...(artifact === undefined ? {} : { artifact }),
    // No runner has the label before the hub makes one for this attempt, on a host that it has chosen.
    runsOn: task.on_fleet ? [label] : task.runs_on,
    label,
    composeId: run.compose_id,
    timestamp: run.compose_timestamp,
  };
}

/** A slash in it tells a directory from a package of the archive. */
function sourceOf({ kind, name, arch }: TaskRow): { readonly source?: string } {
  return kind === "package" ? { source: `./${name.slice(0, -`/${arch}`.length)}` } : {};
}
