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
  readonly task: Pick<TaskRow, "kind" | "name" | "variant" | "arch" | "runs_on" | "on_fleet">;
  readonly label: string;
  /** The results that it takes. */
  readonly needs: readonly FinishedTask[];
}

/** Describes a run as far as its dispatches speak of it. */
export type DispatchedRun = Pick<RunRow, "id" | "sha" | "compose_id" | "compose_timestamp">;

/** GitHub makes at most so many jobs of one matrix. */
const mostTasks = 256;

/** Bounds the inputs of a dispatch: GitHub takes 65,535 characters, some of which are left for what else is sent. */
export const mostCharacters = 60_000;

/** Divides tasks so that each part fits into one dispatch: by the jobs of a matrix, and by the length of its inputs. */
export function tasksOfDispatch<T extends LabelledTask>(
  run: DispatchedRun,
  tasks: readonly T[],
): readonly (readonly T[])[] {
  const parts: T[][] = [];
  let length = 0;
  let named = new Set<FinishedTask>();
  for (const task of tasks) {
    const part = parts.at(-1);
    const more = charactersOf(matrixTask(run, task)) + charactersOfAll(task.needs.filter(isNew(named)));
    if (part === undefined || part.length === mostTasks || length + more > mostCharacters) {
      parts.push([task]);
      length = charactersAlone(run, task);
      named = new Set(task.needs);
    } else {
      part.push(task);
      length += more;
      for (const need of task.needs) named.add(need);
    }
  }
  return parts;
}

/** Returns how many characters the inputs of a dispatch have that carries one task. */
export function charactersAlone(run: DispatchedRun, task: LabelledTask): number {
  return JSON.stringify(dispatchInputs("x".repeat(40), run, [task])).length;
}

function isNew(named: ReadonlySet<FinishedTask>): (task: FinishedTask) => boolean {
  return (task) => !named.has(task);
}

function charactersOfAll(finished: readonly FinishedTask[]): number {
  return finished.reduce((sum, one) => sum + charactersOf(one), 0);
}

/** Text in the JSON of inputs is quoted twice; one more is the comma before it. */
function charactersOf(item: object): number {
  return JSON.stringify(JSON.stringify(item)).length + 1;
}

/**
 * Returns the inputs of the workflow that a dispatch starts, all of them text: `dispatch`, which its `run-name` has to
 * contain; `tasks`, the items of its matrix; `finished`, where the results are that these tasks need.
 */
export function dispatchInputs(
  id: string,
  run: DispatchedRun,
  tasks: readonly LabelledTask[],
): Record<string, string> {
  return {
    dispatch: id,
    run: String(run.id),
    sha: run.sha,
    tasks: JSON.stringify(tasks.map((task) => matrixTask(run, task))),
    finished: JSON.stringify([...new Set(tasks.flatMap(({ needs }) => needs))]),
  };
}

/** Returns an item of the matrix: a leg of core's `matrix` with what the hub adds. */
function matrixTask(run: DispatchedRun, { task, label, needs }: LabelledTask) {
  const artifact = artifactOfTask(task, run);
  return {
    kind: task.kind,
    task: task.name,
    ...(task.variant === null ? {} : { variant: task.variant }),
    ...(task.arch === null ? {} : { arch: task.arch }),
    ...sourceOf(task),
    needs: needs.map(({ name }) => name),
    ...(artifact === undefined ? {} : { artifact }),
    // No runner has the label before the hub makes one for this attempt, on a host that it has chosen.
    runsOn: task.on_fleet ? [label] : task.runs_on,
    label,
    composeId: run.compose_id,
    timestamp: run.compose_timestamp,
  };
}

/** A slash in it tells a directory from a package of the archive. */
function sourceOf({ kind, name, arch }: LabelledTask["task"]): { readonly source?: string } {
  return kind === "package" ? { source: `./${name.slice(0, -`/${arch}`.length)}` } : {};
}
