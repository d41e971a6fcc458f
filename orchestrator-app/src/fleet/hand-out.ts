import { admission } from "@debootc/core/fleet/admission";
import type { Order } from "@debootc/core/fleet/agent-messages";
import type { PlacementOutcome } from "@debootc/core/fleet/placement-state";
import { sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";
import type { CallGitHub } from "../github/call.ts";
import { GitHubError } from "../github/github-error.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { registerRunner } from "../github/runner-calls.ts";
import type { Log } from "../log/log.ts";
import { applyJob } from "../runs/apply-job.ts";
import { endPlacements } from "./end-placements.ts";
import { failPlaced } from "./fail-placed.ts";
import type { KnownRuns } from "./known-runs.ts";
import { type PlacedAttempt, readPlaced } from "./placed-attempt.ts";
import { putOff } from "./put-off.ts";

/** Holds what handing out orders needs. */
export interface HandingOut {
  readonly database: Database;
  readonly call: CallGitHub;
  readonly clock: () => Date;
  readonly runs: KnownRuns;
  /** Returns the login that the App acts by. */
  readonly appLogin: () => Promise<string>;
  readonly log: Log;
}

/**
 * Gives out the oldest order that is placed on a host: checks whether its job may have a runner, registers one with the label
 * of the attempt, and returns the order with the secret of the runner, which is stored nowhere. Returns undefined if there is
 * none, or none that can be handed out now.
 */
export async function handOut(handing: HandingOut, host: HostRow): Promise<Order | undefined> {
  const { queries } = handing.database;
  for (;;) {
    const found = await queries
      .selectFrom("placement")
      .select("id")
      .where("host_id", "=", host.id)
      .where("host_term", "=", host.term)
      .where("state", "=", "placed")
      .orderBy("placed_at")
      .orderBy("id")
      .executeTakeFirst();
    if (found === undefined) return undefined;
    const order = await handOutOne(handing, await readPlaced(queries, found.id));
    if (order !== undefined) return order;
  }
}

async function handOutOne(handing: HandingOut, placed: PlacedAttempt): Promise<Order | undefined> {
  if (placed.attempt_ended_at !== null) {
    const ending = { at: handing.clock(), message: "its attempt had ended before the host asked" };
    await end(handing.database.queries, placed, "task-over", ending);
    return undefined;
  }
  try {
    if (!(await isAdmitted(handing, placed))) return undefined;
  } catch (error) {
    await endUnreachable(handing, placed, error);
    return undefined;
  }
  // Written before the call: whatever becomes of its answer, the runner is known by its name.
  const runnerName = `debootc-${placed.id}`;
  if (!(await begin(handing, placed.id, runnerName))) return undefined;
  const { database, call } = handing;
  try {
    const repository = await repositoryAt(database.queries, placed.repository_id);
    const runner = await registerRunner(call, repository, { name: runnerName, label: placed.label });
    return await orderOf(handing, placed, { ...runner, name: runnerName });
  } catch (error) {
    await endUnregistered(handing, placed, error);
    return undefined;
  }
}

async function isAdmitted(handing: HandingOut, placed: PlacedAttempt): Promise<boolean> {
  const { database, call, clock, runs, appLogin } = handing;
  const repository = await repositoryAt(database.queries, placed.repository_id);
  const known =
    placed.github_run_id === null ? undefined : await runs.of(call, repository, placed.github_run_id);
  const job = placed.github_job_id === null ? undefined : known?.jobs.get(placed.github_job_id);
  const verdict = admission({
    label: placed.label,
    repository: {
      ...{ id: placed.repository_id, state: placed.repository_state },
      defaultBranch: placed.default_branch,
    },
    installation: { state: placed.installation_state },
    run: {
      ...{ state: placed.run_state, sha: placed.sha, isFork: placed.is_fork },
      approvedSha: placed.approved_sha,
    },
    dispatch: {
      ...{ workflow: placed.workflow, ref: placed.dispatch_ref, githubRunId: placed.github_run_id },
    },
    jobId: placed.github_job_id,
    githubRun: known?.facts,
    job: job?.facts,
    appLogin: await appLogin(),
  });
  if (verdict.kind === "admitted") return true;
  const at = clock();
  await database.queries.transaction().execute(async (trx) => {
    if (verdict.kind === "refused") return refuse(trx, placed, { why: verdict.why, at });
    // Its event was lost, or is on its way: what GitHub says of the job now is as good.
    if (verdict.kind === "over" && job !== undefined) await applyJob(trx, { ...job.report, at });
    const outcome = verdict.kind === "over" ? "task-over" : "not-ready";
    await end(trx, placed, outcome, { at, message: verdict.why });
    await putOff(trx, placed.label, { now: at });
  });
  return false;
}

async function refuse(
  queries: Queries,
  placed: PlacedAttempt,
  { why, at }: { readonly why: string; readonly at: Date },
): Promise<void> {
  // First the run, as everywhere: what ends placements locks no run after them.
  await failPlaced(
    queries,
    placed,
    {
      code: "admission-refused",
      class: "policy",
      message: `no runner is made for ${placed.task_name}: ${why}`,
      hint: "The hub makes runners only for jobs of the runs that it has dispatched itself; docs/hub-fleet.md lists what is checked.",
    },
    { cause: "admission", at },
  );
  await end(queries, placed, "refused", { at, message: why });
}

async function endUnreachable(handing: HandingOut, placed: PlacedAttempt, error: unknown): Promise<void> {
  const { database, clock, log } = handing;
  const at = clock();
  const message = error instanceof Error ? error.message : String(error);
  log.warn({ placement: placed.id, error: message }, "cannot check whether a job may have a runner");
  await database.queries.transaction().execute(async (trx) => {
    await end(trx, placed, "unreachable", { at, message });
    await putOff(trx, placed.label, { now: at, until: retryAt(error) });
  });
}

function retryAt(error: unknown): Date | undefined {
  return error instanceof GitHubError ? error.retryAt : undefined;
}

async function begin({ database, clock }: HandingOut, id: string, runnerName: string): Promise<boolean> {
  const begun = await database.queries
    .updateTable("placement")
    .set({ state: "registering", runner_name: runnerName, registering_at: clock() })
    .where("id", "=", id)
    .where("state", "=", "placed")
    // One that has ended since it was checked needs no runner; the next look at it ends it.
    .where((is) => is.exists(openAttempt(database.queries)))
    .executeTakeFirst();
  return begun.numUpdatedRows > 0n;
}

/** Selects the attempt of a placement while it is under way. */
function openAttempt(queries: Queries) {
  return queries
    .selectFrom("attempt")
    .select("attempt.label")
    .whereRef("attempt.label", "=", sql.ref("placement.label"))
    .where("attempt.ended_at", "is", null);
}

async function orderOf(
  { database: { queries, transact }, clock }: HandingOut,
  placed: PlacedAttempt,
  runner: { readonly id: number; readonly name: string; readonly jitConfig: string },
): Promise<Order | undefined> {
  const ordered = await queries
    .updateTable("placement")
    .set({ state: "ordered", github_runner_id: runner.id, ordered_at: clock() })
    .where("id", "=", placed.id)
    .where("state", "=", "registering")
    .where((is) => is.exists(openAttempt(queries)))
    .executeTakeFirst();
  if (ordered.numUpdatedRows === 0n) {
    // It was given up meanwhile, or its attempt has ended; who settles it needs no search for the runner now.
    await transact(async (trx) => {
      await trx
        .updateTable("placement")
        .set({ github_runner_id: runner.id })
        .where("id", "=", placed.id)
        .execute();
      const message = "its attempt ended while its runner was registered";
      await end(trx, placed, "task-over", { at: clock(), message, registration: "unsure" });
    });
    return undefined;
  }
  return {
    ...{ id: placed.id, label: placed.label, runnerName: runner.name, jitConfig: runner.jitConfig },
    timeoutSeconds: placed.timeout_seconds,
    task: { id: placed.task_id, name: placed.task_name, kind: placed.task_kind },
    ...{ run: placed.run_id, repository: placed.full_name },
  };
}

/** Ends a placement whose runner could not be registered, by what GitHub said. */
async function endUnregistered(handing: HandingOut, placed: PlacedAttempt, error: unknown): Promise<void> {
  const { database, clock, log } = handing;
  const at = clock();
  const message = error instanceof Error ? error.message : String(error);
  log.warn({ placement: placed.id, error: message }, "cannot register a runner");
  await database.queries.transaction().execute(async (trx) => {
    if (isRefusal(error)) {
      await failPlaced(trx, placed, refusalOf(error), { cause: "runner refused", at });
      await end(trx, placed, "registration-refused", { at, message, registration: "none" });
      return;
    }
    const isUnsure = !(error instanceof GitHubError) || mayBeRegistered(error);
    const outcome = isUnsure ? "registration-unsure" : "unreachable";
    await end(trx, placed, outcome, { at, message, registration: isUnsure ? "unsure" : "none" });
    await putOff(trx, placed.label, { now: at, until: retryAt(error) });
  });
}

/** An answer that cannot be read was one all the same; a name that is taken may be that of an answer that was lost. */
function mayBeRegistered({ mayBeDone, status }: GitHubError): boolean {
  return mayBeDone || status === 409 || (status !== undefined && status < 300);
}

/** Another host and another minute change nothing; a wrong key of the App is nothing that a task could fail by. */
function isRefusal(error: unknown): error is GitHubError {
  return error instanceof GitHubError && error.code === "github-refused" && refusals.includes(error.status);
}

const refusals: readonly (number | undefined)[] = [403, 404, 422];

function refusalOf({ message, hint }: GitHubError) {
  return {
    code: "github-refused",
    class: "policy" as const,
    message,
    hint: `${hint ?? ""} Runners need the permission Administration: write; docs/hub-fleet.md says more.`.trim(),
  };
}

interface Ending {
  readonly at: Date;
  readonly message: string;
  /** Set if GitHub was asked for a runner: whether it is certain that there is none. */
  readonly registration?: "none" | "unsure";
}

/** Ends a placement that is where this request has left it; another one of its host may have gone on with it. */
async function end(
  queries: Queries,
  { id }: PlacedAttempt,
  outcome: PlacementOutcome,
  { registration, ...ending }: Ending,
): Promise<void> {
  const states = [registration === undefined ? "placed" : "registering"] as const;
  const isSettled = registration === "none";
  await endPlacements(queries, { ids: [id], states }, { outcome, ...ending, isSettled });
}
