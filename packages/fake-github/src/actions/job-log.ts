import type { Job } from "../state/workflow.ts";

const largestLog = 64 * 1024 * 1024;

/** What running jobs have printed so far: GitHub gives a log only when its job is done. */
const growing = new WeakMap<Job, { readonly parts: Buffer[]; size: number }>();

/**
 * Adds bytes to the log of a job, of which `offset` says where they belong: what is there already is not added again, and
 * nothing is added behind a gap. Returns how many bytes there are now.
 */
export function appendLog(job: Job, offset: number, content: Buffer): number {
  const log = growing.get(job) ?? { parts: [], size: 0 };
  growing.set(job, log);
  if (!(offset <= log.size) || log.size > largestLog) return log.size;
  const added = content.subarray(log.size - offset);
  log.parts.push(added);
  log.size += added.length;
  return log.size;
}

/** Gives a job the log that grew while it ran. */
export function closeLog(job: Job): void {
  const log = growing.get(job);
  if (log !== undefined) job.log = Buffer.concat(log.parts).toString();
  growing.delete(job);
}
