import type { TaskOfRun } from "@debootc/core/hub-file/run-plan-of";
import type { Database, Queries } from "../database/database.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { assignTasks } from "./assign-tasks.ts";
import { applyJob, failureOf, type JobReport } from "./apply-job.ts";
import { endPlanning } from "./plan-run.ts";
import { type RunCause, startRun } from "./start-run.ts";

export const start = new Date("2026-11-30T12:00:00Z");
export const sha = "a".repeat(40);

/** Returns the moment so many seconds after the scene begins. */
export function after(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}

/** Makes two repositories of one installation, with no runs. */
export async function hubScene(): Promise<Database> {
  const database = await memoryDatabase();
  await addRepositories(database.queries);
  return database;
}

/** Adds the repositories of a scene to another database. */
export async function addRepositories(queries: Queries): Promise<void> {
  await queries
    .insertInto("installation")
    .values({
      id: 1,
      account: "acme",
      account_type: "Organization",
      state: "active",
      permissions: "{}",
      changed_at: start,
    })
    .execute();
  await queries
    .insertInto("repository")
    .values(
      ["os", "fleet"].map((name, index) => ({
        id: index + 1,
        installation_id: 1,
        full_name: `acme/${name}`,
        default_branch: "main",
        state: "active" as const,
        private: false,
        changed_at: start,
      })),
    )
    .execute();
}

let causes = 0;

/** Asks for a run of the first repository. */
export function asked(changes: Partial<RunCause> = {}): RunCause {
  causes++;
  return {
    repositoryId: 1,
    causeKey: `test:${causes}`,
    cause: "push",
    ref: "refs/heads/main",
    sha,
    configSha: sha,
    actor: "ada",
    at: start,
    ...changes,
  };
}

/** Describes a task of the plan, of a leg that needs nothing if nothing else is said. */
export function planned(name: string, changes: Partial<TaskOfRun> = {}): TaskOfRun {
  return {
    kind: "leg",
    name,
    runsOn: ["ubuntu-24.04"],
    onFleet: false,
    required: true,
    maxAttempts: 3,
    timeoutSeconds: 3600,
    needs: [],
    ...changes,
  };
}

/** Two legs and the task that assembles them. */
export const twoLegs = [
  planned("minimal/amd64"),
  planned("server/amd64"),
  planned("assemble", { kind: "assemble", needs: [0, 1] }),
];

/** Starts and plans a run of these tasks; returns its number. */
export async function plannedRun(
  { queries }: Database,
  tasks: readonly TaskOfRun[] = twoLegs,
  changes: Partial<RunCause> = {},
): Promise<number> {
  const { id } = await startRun(queries, asked(changes));
  const plan = {
    workflow: "debootc.yml",
    composeId: "os-13-20261130.0",
    composeTimestamp: 1,
    priority: 0,
    tasks,
  };
  await endPlanning(queries, id, { kind: "planned", plan }, start);
  return id;
}

let words = 0;

/** Assigns what can be; every word is new. */
export async function assign(database: Database, now = start, mostActive = 100): Promise<number> {
  return assignTasks(database, { now, mostActive, randomWord: () => `w${words++}` });
}

type Reported = Partial<JobReport> & Pick<JobReport, "status">;

/** Reports what GitHub says of the job of a task's current attempt; one that failed said nothing of it. */
export async function report(hub: { readonly queries: Queries }, task: string, changes: Reported) {
  return reportUnexplained(hub, task, changes, (job) => ({ failure: failureOf(job) }));
}

/** Reports the same while nobody has asked what a failed job failed by. */
export async function reportUnexplained(
  { queries }: { readonly queries: Queries },
  task: string,
  changes: Reported,
  explained: (job: JobReport) => Pick<JobReport, "failure"> = () => ({}),
): Promise<string> {
  const attempt = await queries
    .selectFrom("attempt")
    .innerJoin("task", "task.id", "attempt.task_id")
    .select(["attempt.label", "attempt.task_id", "attempt.number"])
    .where("task.name", "=", task)
    .orderBy("attempt.number", "desc")
    .executeTakeFirstOrThrow();
  const jobId = attempt.task_id * 100 + attempt.number;
  const job = {
    githubRunId: 1000 + attempt.number,
    jobId,
    name: task,
    labels: [attempt.label],
    conclusion: null,
    runner: "a-runner",
    at: start,
    ...changes,
  };
  return applyJob(queries, { ...explained(job), ...job });
}

/** Returns the states of all tasks of a run, by their names, and that of the run. */
export async function statesOf({ queries }: Database, runId: number): Promise<Record<string, string>> {
  const run = await queries
    .selectFrom("run")
    .select("state")
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  const tasks = await queries
    .selectFrom("task")
    .select(["name", "state"])
    .where("run_id", "=", runId)
    .orderBy("position")
    .execute();
  return { run: run.state, ...Object.fromEntries(tasks.map(({ name, state }) => [name, state])) };
}
