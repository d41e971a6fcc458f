import type { HubFile } from "@debootc/core/hub-file/hub-file";
import { type TriggerCause, triggeredBy, type Verdict } from "@debootc/core/hub-file/triggered-by";
import * as z from "zod";
import type { Queries } from "../database/database.ts";
import type { RunRow } from "../database/tables.ts";
import type { CallGitHub } from "../github/call.ts";
import type { RepositoryAt } from "../github/repository-at.ts";
import { changedPaths, readPullRequest } from "../github/repository-calls.ts";

/** Holds what GitHub is asked with about a run. */
export interface Asking {
  readonly queries: Queries;
  readonly call: CallGitHub;
  readonly repository: RepositoryAt;
}

/** Decides whether a run is wanted; GitHub is asked which paths changed only if that matters. */
export async function verdictOn(
  { queries, call, repository }: Asking,
  run: RunRow,
  hubFile: HubFile,
): Promise<Exclude<Verdict, { kind: "needs-paths" }>> {
  const pull =
    run.cause === "pull_request" && run.pull_request !== null
      ? await readPullRequest(call, repository, run.pull_request)
      : undefined;
  if (pull?.isOpen === false && isOfEvent(run)) {
    return { kind: "skip", why: `pull request ${run.pull_request} is closed` };
  }
  const cause: TriggerCause = {
    kind: run.cause,
    ref: run.ref,
    defaultBranch: repository.defaultBranch,
    ...(pull === undefined ? {} : { baseBranch: pull.baseBranch }),
  };
  const verdict = triggeredBy(hubFile, cause);
  if (verdict.kind !== "needs-paths") return verdict;
  const base = run.cause === "push" ? await commitBefore(queries, run) : run.config_sha;
  const paths = base === undefined ? "unknown" : await changedPaths(call, repository, base, run.sha);
  const decided = triggeredBy(hubFile, { ...cause, changedPaths: paths });
  return decided.kind === "needs-paths" ? { kind: "run" } : decided;
}

/**
 * Returns whether an event of the pull request itself led to a run: it may have come after the one that closed it. Whoever runs
 * checks again may do so of a closed one, too.
 */
function isOfEvent({ cause_key }: RunRow): boolean {
  return /^delivery:[^:]+$/.test(cause_key);
}

const pushed = z.object({ before: z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/) });

/** Returns the commit that a branch was at before it was pushed to; undefined for a new branch. */
async function commitBefore(queries: Queries, { cause_key }: RunRow): Promise<string | undefined> {
  const [, guid] = /^delivery:([^:]+)/.exec(cause_key) ?? [];
  if (guid === undefined) return undefined;
  const delivery = await queries
    .selectFrom("delivery")
    .select("body")
    .where("guid", "=", guid)
    .executeTakeFirst();
  if (delivery?.body == null) return undefined;
  const { data } = pushed.safeParse(JSON.parse(delivery.body));
  return data === undefined || /^0+$/.test(data.before) ? undefined : data.before;
}
