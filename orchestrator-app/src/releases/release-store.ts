import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Database, Queries } from "../database/database.ts";
import type { ReleaseAssetRow, ReleaseRow } from "../database/release-tables.ts";
import type { RunRow, TaskRow } from "../database/tables.ts";
import { lockRun } from "../store/move-task.ts";
import { keptLease } from "../store/while-leased.ts";
import type { Releasing } from "./releasing.ts";

/** Says that a release is no longer this replica's to go on with: its task was canceled, or its lease was lost. */
export class ReleaseStopped extends Error {
  override readonly name = "ReleaseStopped";
}

/** Holds a release with its run and its task. */
export interface HeldRelease {
  readonly release: ReleaseRow;
  readonly run: RunRow;
  readonly task: TaskRow;
}

/**
 * Changes what belongs to a release, whose task is under way, while nobody else can change its run. Throws `ReleaseStopped` if
 * it is not, or if another replica has the release.
 */
export async function withRelease<T>(
  { database, holder }: Pick<Releasing, "database" | "holder">,
  id: number,
  work: (queries: Queries, held: HeldRelease) => Promise<T>,
): Promise<T> {
  return database.queries.transaction().execute(async (trx) => work(trx, await held(trx, id, holder)));
}

/** Changes a release and what belongs to it while nobody else can change its run, whatever state its task is in. */
export async function withLockedRelease<T>(
  { database }: Pick<Releasing, "database">,
  id: number,
  work: (queries: Queries, held: HeldRelease) => Promise<T>,
): Promise<T> {
  return database.queries.transaction().execute(async (trx) => work(trx, await locked(trx, id)));
}

async function held(queries: Queries, id: number, holder: string): Promise<HeldRelease> {
  const found = await locked(queries, id);
  if (found.release.lease_holder !== holder || found.task.state !== "RUNNING") throw new ReleaseStopped();
  return found;
}

async function locked(queries: Queries, id: number): Promise<HeldRelease> {
  const found = await queries.selectFrom("release").select("run_id").where("id", "=", id).executeTakeFirst();
  const run = found === undefined ? undefined : await lockRun(queries, found.run_id);
  const release = await queries
    .selectFrom("release")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  const task = await queries
    .selectFrom("task")
    .selectAll()
    .where("run_id", "=", run?.id ?? 0)
    .where("kind", "=", "release")
    .executeTakeFirst();
  if (run === undefined || release === undefined || task === undefined) throw new ReleaseStopped();
  return { run, release, task };
}

/** Moves a release on, with whatever else is known by now. Throws `ReleaseStopped`. */
export async function moveRelease(
  releasing: Pick<Releasing, "database" | "holder">,
  { id, state }: Pick<ReleaseRow, "id" | "state">,
  change: Readonly<Partial<Pick<ReleaseRow, "state" | "github_id" | "html_url">>>,
): Promise<void> {
  await withRelease(releasing, id, async (queries, { release }) => {
    if (release.state !== state)
      throw new DebootcError("internal-fault", `release ${id} is ${release.state} instead of ${state}`);
    await queries.updateTable("release").set(change).where("id", "=", id).execute();
  });
}

/** Moves a release, which is to be verified, back: all of its assets are looked at again. Throws `ReleaseStopped`. */
export async function moveBack(
  releasing: Pick<Releasing, "database" | "holder">,
  id: number,
  change: { readonly state: "draft"; readonly github_id: null } | { readonly state: "uploading" },
): Promise<void> {
  await withRelease(releasing, id, async (queries) => {
    // Their numbers stay: one that was uploaded before is no progress.
    await queries
      .updateTable("release_asset")
      .set({ state: "wanted" })
      .where("release_id", "=", id)
      .execute();
    await queries.updateTable("release").set(change).where("id", "=", id).execute();
  });
}

/** Returns whether the task of a release is under way. */
export async function isUnderWay(
  { database }: Pick<Releasing, "database">,
  { run_id }: Pick<ReleaseRow, "run_id">,
): Promise<boolean> {
  const found = await database.queries
    .selectFrom("task")
    .select("id")
    .where("run_id", "=", run_id)
    .where("kind", "=", "release")
    .where("state", "=", "RUNNING")
    .executeTakeFirst();
  return found !== undefined;
}

/** Leaves a release, whose task was ended before it was published, to whoever tries that again. */
export async function leaveStopped(
  { database, holder }: Pick<Releasing, "database" | "holder">,
  { id }: Pick<ReleaseRow, "id">,
): Promise<void> {
  await database.queries
    .updateTable("release")
    .set({ state: "uploading", lease_holder: null, lease_until: null })
    .where("id", "=", id)
    .where("lease_holder", "=", holder)
    .where("state", "=", "verifying")
    .execute();
}

/** Keeps the lease of a release for a while longer. */
export async function renewRelease(
  { database, holder, clock }: Pick<Releasing, "database" | "holder" | "clock">,
  id: number,
): Promise<void> {
  await database.queries
    .updateTable("release")
    .set({ lease_until: new Date(clock().getTime() + keptLease) })
    .where("id", "=", id)
    .where("lease_holder", "=", holder)
    .execute();
}

/** Returns the assets of a release in their order. */
export async function assetsOf(
  { queries }: Pick<Database, "queries">,
  id: number,
): Promise<ReleaseAssetRow[]> {
  return queries
    .selectFrom("release_asset")
    .selectAll()
    .where("release_id", "=", id)
    .orderBy("position")
    .execute();
}
