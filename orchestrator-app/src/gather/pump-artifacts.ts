import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Database, Queries } from "../database/database.ts";
import type { ArtifactRow } from "../database/release-tables.ts";
import { GitHubError } from "../github/github-error.ts";
import type { Log } from "../log/log.ts";
import { keptLease, whileLeased } from "../store/while-leased.ts";
import { type Fetching, fetchArtifact } from "./fetch-artifact.ts";
import { wantArtifacts } from "./want-artifacts.ts";

/** Holds what the pump of artifacts needs. */
export interface ArtifactPump extends Omit<Fetching, "queries"> {
  readonly database: Database;
  readonly clock: () => Date;
  readonly log: Log;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  /** Whether results are kept for which there is no release. */
  readonly keeps: boolean;
  /** How long a result is kept, in days. */
  readonly days: number;
  /** How many are fetched at once. */
  readonly most?: number;
}

/** Each is large, so few at once are as fast as many. */
const usualMost = 3;

const firstPause = 2000;
const longestPause = 900_000;

/** GitHub may show an artifact a little later than the end of its job. */
const mostTries = { missing: 4, differs: 4, other: 20 };

/** Fetches the artifacts that are due. Returns how many were taken. */
export async function pumpArtifacts(pump: ArtifactPump): Promise<number> {
  const { database, clock, keeps, most = usualMost } = pump;
  const { queries } = database;
  const now = clock();
  await wantArtifacts(queries, { now, keeps });
  const rows = await takeArtifacts(queries, { now, until: new Date(now.getTime() + keptLease), most });
  const results = await Promise.allSettled(rows.map((row) => fetchOne(pump, row)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return rows.length;
}

async function takeArtifacts(
  queries: Queries,
  { now, until, most }: { readonly now: Date; readonly until: Date; readonly most: number },
): Promise<ArtifactRow[]> {
  return queries
    .updateTable("artifact")
    .set({ lease_until: until })
    .where("id", "in", (from) =>
      from
        .selectFrom("artifact")
        .innerJoin("run", "run.id", "artifact.run_id")
        .innerJoin("repository", "repository.id", "run.repository_id")
        .innerJoin("installation", "installation.id", "repository.installation_id")
        .select("artifact.id")
        .where("artifact.state", "=", "wanted")
        .where("artifact.due_at", "<=", now)
        .where((is) => is.or([is("artifact.lease_until", "is", null), is("artifact.lease_until", "<=", now)]))
        .where("repository.state", "<>", "removed")
        .where("installation.state", "=", "active")
        .orderBy("artifact.due_at")
        .orderBy("artifact.id")
        .limit(most)
        .forUpdate("artifact")
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

async function fetchOne(pump: ArtifactPump, row: ArtifactRow): Promise<void> {
  const { queries } = pump.database;
  try {
    const { digest, size, githubId } = await whileLeased(
      () => setLease(queries, row, new Date(pump.clock().getTime() + keptLease)),
      () => fetchArtifact({ ...pump, queries }, row),
    );
    const at = pump.clock();
    await queries
      .updateTable("artifact")
      .set({
        ...{ state: "stored", digest, size, storage_key: digest, github_id: githubId },
        ...{ failure: null, lease_until: null, attempts: 0 },
        expires_at: new Date(at.getTime() + pump.days * 24 * 3_600_000),
      })
      .where("id", "=", row.id)
      .where("state", "=", "wanted")
      .execute();
    // A release that waits for it need not wait longer.
    await queries
      .updateTable("release")
      .set({ due_at: at })
      .where("run_id", "=", row.run_id)
      .where("state", "=", "gathering")
      .where("attempts", "=", 0)
      .execute();
  } catch (error) {
    if (pump.signal?.aborted === true) await setLease(queries, row, null);
    else await failed(pump, row, error);
  }
}

async function setLease(queries: Queries, { id }: ArtifactRow, until: Date | null): Promise<void> {
  await queries.updateTable("artifact").set({ lease_until: until }).where("id", "=", id).execute();
}

async function failed(
  { database, clock, log, random }: ArtifactPump,
  row: ArtifactRow,
  error: unknown,
): Promise<void> {
  const waits = error instanceof GitHubError ? error.retryAt : undefined;
  const { code, class: kind, message, hint } = toErrorRecord(error);
  const tries = row.attempts + 1;
  const isOver = waits === undefined && (isFinal(error) || tries >= triesOf(error));
  const common = { artifact: row.id, name: row.name, error: message };
  const change = isOver
    ? {
        state: "failed" as const,
        failure: JSON.stringify({ code, class: kind, message, ...(hint === undefined ? {} : { hint }) }),
        lease_until: null,
      }
    : {
        lease_until: null,
        due_at: waits ?? new Date(clock().getTime() + pauseOf(row.attempts, random())),
        attempts: waits === undefined ? tries : row.attempts,
      };
  if (isOver) log.error(common, "gave up an artifact");
  else log.warn(common, "cannot fetch an artifact yet");
  await database.queries
    .updateTable("artifact")
    .set(change)
    .where("id", "=", row.id)
    .where("state", "=", "wanted")
    .execute();
}

/** What is wrong with the artifact itself stays wrong. */
function isFinal(error: unknown): boolean {
  return error instanceof DebootcError && error.code === "artifact-unfit";
}

function triesOf(error: unknown): number {
  if (!(error instanceof DebootcError)) return mostTries.other;
  if (error.code === "artifact-missing") return mostTries.missing;
  return error.code === "verification-differs" ? mostTries.differs : mostTries.other;
}

function pauseOf(attempts: number, random: number): number {
  return Math.ceil(Math.min(firstPause * 2 ** Math.min(attempts, 20), longestPause) * (0.5 + random / 2));
}
