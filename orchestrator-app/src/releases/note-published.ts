import type { GitHubRelease } from "@debootc/core/release/github-release";
import { promoteAutomatically } from "../channels/promote-channel.ts";
import type { Queries } from "../database/database.ts";
import type { ReleaseRow } from "../database/release-tables.ts";
import type { TaskRow } from "../database/tables.ts";
import { settleRun } from "../store/move-run.ts";
import { moveTask } from "../store/move-task.ts";
import { noteOnRun } from "../store/note-on-run.ts";
import { withLockedRelease } from "./release-store.ts";
import type { Releasing } from "./releasing.ts";

/**
 * Records that a release is public. That is so whatever became of its task meanwhile: one that was canceled stays so, no channel
 * takes its release by itself, and the history of the run tells.
 */
export async function notePublished(
  releasing: Pick<Releasing, "database" | "clock">,
  { id }: Pick<ReleaseRow, "id">,
  { html_url }: Pick<GitHubRelease, "html_url">,
): Promise<void> {
  const at = releasing.clock();
  await withLockedRelease(releasing, id, async (queries, { run, task, release }) => {
    // Another replica was given it, and finds out by itself.
    if (release.state !== "verifying") return;
    const published = await queries
      .updateTable("release")
      .set({ state: "published", published_at: at, html_url, lease_holder: null, lease_until: null })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const cause = { cause: "release published", actor: "hub", at };
    if (task.state !== "RUNNING")
      return noteOnRun(queries, run, { ...cause, detail: { ...detailOf(published), task: task.state } });
    const done = await completeRelease(queries, task, published, at);
    await settleRun(queries, run, [done ?? task], cause);
  });
}

/** Completes the task of a release that is public, and lets the channels have it that take releases by themselves. */
export async function completeRelease(
  queries: Queries,
  task: TaskRow,
  release: ReleaseRow,
  at: Date,
): Promise<TaskRow | undefined> {
  await promoteAutomatically(queries, release, at);
  const cause = { cause: "release published", actor: "hub", at };
  return moveTask(queries, task, { ...cause, to: "COMPLETED", detail: detailOf(release) });
}

function detailOf({ id, tag, digest }: ReleaseRow) {
  return { release: id, tag, digest };
}
