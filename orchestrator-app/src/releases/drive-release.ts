import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { rm } from "node:fs/promises";
import type { Failure } from "../database/failure.ts";
import type { ReleaseRow } from "../database/release-tables.ts";
import { GitHubError } from "../github/github-error.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { failAttempt } from "../runs/apply-job.ts";
import { settleRun } from "../store/move-run.ts";
import { whileLeased } from "../store/while-leased.ts";
import { draftRelease } from "./draft-release.ts";
import { gatherRelease, stageDirectory } from "./gather-release.ts";
import { publishRelease } from "./publish-release.ts";
import { ReleaseStopped, renewRelease, withRelease } from "./release-store.ts";
import type { Releasing } from "./releasing.ts";
import { uploadAssets } from "./upload-assets.ts";

const firstPause = 2000;
const longestPause = 300_000;

/** How often a step is tried before its attempt has failed: for half an hour at most, so that the task has time for another. */
const mostTries = { refused: 4, differs: 4, other: 12 };

/** What is so stays so until a person does something. */
const finalCodes: readonly string[] = ["release-exists", "artifact-missing", "artifact-unfit"];

/**
 * Brings a release, whose lease this replica holds, as far as it can be brought now. Each step looks at what GitHub has first, so
 * that it can be done again after whatever ended the last one.
 */
export async function driveRelease(releasing: Releasing, { id }: Pick<ReleaseRow, "id">): Promise<void> {
  try {
    await whileLeased(
      () => renewRelease(releasing, id),
      () => steps(releasing, id),
    );
  } catch (error) {
    if (error instanceof ReleaseStopped) return giveBack(releasing, id, undefined);
    if (releasing.signal?.aborted === true) return giveBack(releasing, id, undefined);
    await failed(releasing, id, error);
  }
}

async function steps(releasing: Releasing, id: number): Promise<void> {
  for (;;) {
    releasing.signal?.throwIfAborted();
    const release = await readHeld(releasing, id);
    if (release.state === "published") {
      await rm(stageDirectory(releasing, id), { recursive: true, force: true });
      return;
    }
    const later = await step(releasing, release);
    if (later !== undefined) return giveBack(releasing, id, later);
  }
}

async function readHeld({ database, holder }: Releasing, id: number): Promise<ReleaseRow> {
  const release = await database.queries
    .selectFrom("release")
    .selectAll()
    .where("id", "=", id)
    .where((is) => is.or([is("lease_holder", "=", holder), is("state", "=", "published")]))
    .executeTakeFirst();
  if (release === undefined) throw new ReleaseStopped();
  return release;
}

async function step(releasing: Releasing, release: ReleaseRow): Promise<Date | undefined> {
  const { queries } = releasing.database;
  const repository = await repositoryAt(queries, release.repository_id);
  switch (release.state) {
    case "gathering":
      return gatherRelease(releasing, release);
    case "draft": {
      const sha = await withRelease(releasing, release.id, async (_, { run }) => run.sha);
      await draftRelease(releasing, release, { repository, sha });
      return undefined;
    }
    case "uploading":
      return uploadAssets(releasing, release, repository);
    case "verifying":
      await publishRelease(releasing, release, repository);
      return undefined;
    case "published":
    case "failed":
      throw new ReleaseStopped();
  }
}

/** Lets another replica, or this one later, go on with a release. */
async function giveBack({ database, holder }: Releasing, id: number, dueAt: Date | undefined): Promise<void> {
  await database.queries
    .updateTable("release")
    .set({ lease_holder: null, lease_until: null, ...(dueAt === undefined ? {} : { due_at: dueAt }) })
    .where("id", "=", id)
    .where("lease_holder", "=", holder)
    .execute();
}

async function failed(releasing: Releasing, id: number, error: unknown): Promise<void> {
  const { clock, log, random } = releasing;
  const waits = error instanceof GitHubError ? error.retryAt : undefined;
  if (waits !== undefined) return giveBack(releasing, id, waits);
  const { code, class: kind, message, hint } = toErrorRecord(error);
  const failure: Failure = { code, class: kind, message, ...(hint === undefined ? {} : { hint }) };
  try {
    await withRelease(releasing, id, async (queries, { release, run, task }) => {
      const attempts = release.attempts + 1;
      const at = clock();
      if (!finalCodes.includes(code) && attempts < triesOf(error)) {
        const pause = Math.min(firstPause * 2 ** Math.min(release.attempts, 20), longestPause);
        const dueAt = new Date(at.getTime() + Math.ceil(pause * (0.5 + random() / 2)));
        log.warn({ release: id, again: dueAt, error: message }, "cannot go on with a release yet");
        await queries
          .updateTable("release")
          .set({ attempts, due_at: dueAt, lease_holder: null, lease_until: null })
          .where("id", "=", id)
          .execute();
        return;
      }
      log.error({ release: id, ...failure }, "a release failed");
      await queries
        .updateTable("release")
        .set({ state: "failed", failure: JSON.stringify(failure), lease_holder: null, lease_until: null })
        .where("id", "=", id)
        .execute();
      const cause = { cause: "release failed", actor: "hub", at };
      const moved = await failAttempt(queries, task, failure, cause);
      await settleRun(queries, run, [moved ?? task], cause);
    });
  } catch (stopped) {
    if (!(stopped instanceof ReleaseStopped)) throw stopped;
    await giveBack(releasing, id, undefined);
  }
}

function triesOf(error: unknown): number {
  if (!(error instanceof DebootcError)) return mostTries.other;
  if (error.code === "github-refused") return mostTries.refused;
  return error.code === "verification-differs" ? mostTries.differs : mostTries.other;
}
