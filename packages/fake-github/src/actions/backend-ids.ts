import type { JobIds } from "../results/runtime-token.ts";
import type { Job, Run } from "../state/workflow.ts";

/** Returns the ids that the services of a runner know an attempt of a run and its job by: numbers written as UUIDs. */
export function backendIds(run: Pick<Run, "id">, job: Pick<Job, "id" | "attempt">): JobIds {
  return { run: uuid(job.attempt, run.id), job: uuid(job.attempt, job.id) };
}

/** Returns the run and the attempt that such an id means. */
export function runOfBackendId(id: string): { readonly run: number; readonly attempt: number } | undefined {
  const [, attempt, run] = /^([0-9a-f]{8})-0000-4000-8000-([0-9a-f]{12})$/.exec(id) ?? [];
  if (attempt === undefined || run === undefined) return undefined;
  return { run: Number.parseInt(run, 16), attempt: Number.parseInt(attempt, 16) };
}

function uuid(attempt: number, id: number): string {
  const hex = (value: number, length: number) => value.toString(16).padStart(length, "0");
  return `${hex(attempt, 8)}-0000-4000-8000-${hex(id, 12)}`;
}
