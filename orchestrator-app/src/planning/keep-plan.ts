import { composeDate, formatComposeId, nextComposeId } from "@debootc/core/compose/compose-id";
import { setChannels } from "../channels/set-channels.ts";
import type { Database, Queries } from "../database/database.ts";
import type { RunRow } from "../database/tables.ts";
import { faultOfPlan } from "../runs/fault-of-plan.ts";
import { endPlanning } from "../runs/plan-run.ts";
import { setSchedules } from "../runs/schedules.ts";
import { lockRun } from "../store/move-task.ts";
import { want } from "../store/outgoing.ts";
import type { Planned } from "./plan-one.ts";

/** Keeps what the planning of a run has come to, in one transaction with the schedules of the repository. */
export async function keepPlan(
  { queries }: Database,
  run: RunRow,
  planned: Planned,
  at: Date,
): Promise<void> {
  await queries.transaction().execute(async (trx) => {
    if ((await lockRun(trx, run.id))?.state !== "PLANNING") return;
    // Whoever plans another run of the repository waits here, so that each compose gets an ID of its own.
    await trx
      .selectFrom("repository")
      .select("id")
      .where("id", "=", run.repository_id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (saysWhatIsDue(planned)) {
      await setSchedules(trx, run.repository_id, planned.hubFile?.on.schedule ?? [], at);
      await setChannels(trx, run.repository_id, planned.hubFile?.channels ?? []);
    }
    if (planned.kind !== "planned") {
      await endPlanning(trx, run.id, planned, at);
      // A check run that was made while it was planned says so, too.
      if (planned.kind === "skipped") await want(trx, [checkOf(run)], at);
      return;
    }
    const { hubFile, tasks } = planned;
    const plan = {
      workflow: hubFile?.workflow ?? "",
      composeId: await composeIdOf(trx, run, planned, at),
      composeTimestamp: Math.floor(run.created_at.getTime() / 1000),
      priority: run.priority === 0 ? (hubFile?.priority ?? 0) : run.priority,
      tasks,
    };
    const failure = faultOfPlan(run, plan);
    const ending =
      failure === undefined ? { kind: "planned" as const, plan } : { kind: "failed" as const, failure };
    await endPlanning(trx, run.id, ending, at);
  });
}

function checkOf({ id, repository_id }: RunRow) {
  return { key: `check-run:${id}`, kind: "check-run" as const, repositoryId: repository_id };
}

/** Schedules are those of the newest file of the default branch; one with errors changes nothing. */
function saysWhatIsDue({ hubFile, kind, isNewest }: Planned): boolean {
  return isNewest === true && (hubFile !== undefined || kind === "skipped");
}

async function composeIdOf(
  queries: Queries,
  run: RunRow,
  { release, type }: Extract<Planned, { kind: "planned" }>,
  at: Date,
): Promise<string> {
  const { short, version } = release;
  const rows = await queries
    .selectFrom("run")
    .select("compose_id")
    .where("repository_id", "=", run.repository_id)
    .where("compose_id", "like", `${short}-${version}-${composeDate(at)}.%`)
    .execute();
  const existing = rows.flatMap(({ compose_id }) => (compose_id === null ? [] : [compose_id]));
  return formatComposeId(nextComposeId({ short, version, date: composeDate(at), type }, existing));
}
