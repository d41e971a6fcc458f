import type { LegChoice } from "@debootc/core/compose/chosen-legs";
import type { Queries } from "../database/database.ts";
import type { RunRow, Tables } from "../database/tables.ts";
import { moveRun } from "../store/move-run.ts";

/** Describes what asks for a run. */
export interface RunCause {
  readonly repositoryId: number;
  /** The same whenever the same thing asks: `delivery:GUID`, `schedule:nightly:2026-11-30T02:00Z`, `api:KEY`. */
  readonly causeKey: string;
  readonly cause: Tables["run"]["cause"];
  /** `refs/heads/main`, `refs/tags/v1`, `refs/pull/3/head`. */
  readonly ref: string;
  readonly sha: string;
  /** The commit whose configuration counts; for a pull request that of its base. */
  readonly configSha: string;
  readonly pullRequest?: number;
  /** Set if the commit comes from outside: nothing runs before somebody approves it. */
  readonly isFork?: boolean;
  readonly actor: string;
  readonly priority?: number;
  /** The variants and architectures that are wanted; all if absent. */
  readonly choice?: LegChoice;
  readonly at: Date;
}

/** Starts a run, once for each cause. Returns its number, and whether it is new. */
export async function startRun(
  queries: Queries,
  asked: RunCause,
): Promise<{ readonly id: number; readonly isNew: boolean }> {
  const { repositoryId, causeKey, at, isFork = false } = asked;
  const made = await queries
    .insertInto("run")
    .values({
      repository_id: repositoryId,
      cause_key: causeKey,
      cause: asked.cause,
      state: isFork ? "WAITING" : "PLANNING",
      reason: isFork ? waitsForApproval(asked.sha) : null,
      priority: asked.priority ?? 0,
      ref: asked.ref,
      sha: asked.sha,
      config_sha: asked.configSha,
      pull_request: asked.pullRequest ?? null,
      is_fork: isFork,
      approved_sha: null,
      actor: asked.actor,
      compose_id: null,
      compose_timestamp: null,
      workflow: null,
      failure: null,
      check_run_id: null,
      due_at: at,
      lease_until: null,
      created_at: at,
      finished_at: null,
      choice: asked.choice === undefined ? null : JSON.stringify(asked.choice),
    })
    .onConflict((conflict) => conflict.columns(["repository_id", "cause_key"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (made === undefined) {
    const known = await queries
      .selectFrom("run")
      .select("id")
      .where("repository_id", "=", repositoryId)
      .where("cause_key", "=", causeKey)
      .executeTakeFirstOrThrow();
    return { id: known.id, isNew: false };
  }
  await noteStart(queries, made, asked);
  return { id: made.id, isNew: true };
}

async function noteStart(queries: Queries, run: RunRow, { cause, actor, at, sha }: RunCause): Promise<void> {
  await moveRun(queries, run, {
    to: run.state,
    cause,
    actor,
    at,
    ...(run.is_fork ? { reason: waitsForApproval(sha) } : {}),
  });
}

function waitsForApproval(sha: string): string {
  return `the commit comes from a fork: somebody with write access has to comment \`/debootc ok ${sha}\``;
}
