import * as z from "zod";
import { apiPath, type CallGitHub, queryOf, repositoryPath } from "./call.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

/** Describes a place in a file that a check run points at. */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string;
}

/** Describes a check run as GitHub is to show it. */
export interface CheckRun {
  readonly name: string;
  readonly headSha: string;
  /** The same for the same subject: `task:12`, `run:3`. */
  readonly externalId: string;
  readonly status: "queued" | "in_progress" | "completed";
  readonly conclusion?: "success" | "failure" | "neutral" | "cancelled" | "timed_out" | "action_required";
  readonly detailsUrl?: string;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly actions: readonly CheckAction[];
}

/** Describes a button below a check run that is over. */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

const checkRun = z.object({
  id: z.int(),
  external_id: z.string().nullable(),
  output: z.object({ annotations_count: z.int() }),
});
type Written = z.infer<typeof checkRun>;

/** GitHub takes so many annotations in one call. */
const mostAnnotations = 50;

/** Makes a check run, without its annotations. Returns its id. The first one of a commit is not left to wait for others. */
export async function createCheckRun(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  check: CheckRun,
  { isFirstSign, beforeSent }: { readonly isFirstSign: boolean; readonly beforeSent: () => Promise<void> },
): Promise<number> {
  const body = { head_sha: check.headSha, ...fieldsOf(check, []) };
  const path = `${repositoryPath(fullName)}/check-runs`;
  const what = { method: "POST", path, installation, cost: "content", body } as const;
  const answer = await call({ ...what, isShowing: !isFirstSign, beforeSent });
  return readAnswer("a check run", checkRun, answer).id;
}

/** Looks for a check run that was made before, by what it is about. */
export async function findCheckRun(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { headSha, name, externalId }: CheckRun,
): Promise<number | undefined> {
  for (let page = 1; page <= 10; page++) {
    const query = queryOf({ check_name: name, filter: "all", per_page: 100, page });
    const path = `${repositoryPath(fullName)}${apiPath`/commits/${headSha}/check-runs`}${query}`;
    const answer = await call({ method: "GET", path, installation, cost: "read" });
    const { check_runs } = readAnswer("check runs", z.object({ check_runs: z.array(checkRun) }), answer);
    const found = check_runs.find(({ external_id }) => external_id === externalId);
    if (found !== undefined || check_runs.length < 100) return found?.id;
  }
  return undefined;
}

/**
 * Brings a check run up to date. Annotations can only be added, so those that GitHub has are counted first; returns false
 * if the check run is gone.
 */
export async function updateCheckRun(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
  check: CheckRun,
): Promise<boolean> {
  const path = `${repositoryPath(fullName)}${apiPath`/check-runs/${id}`}`;
  const send = async (annotations: readonly Annotation[]): Promise<Written | undefined> => {
    const body = fieldsOf(check, annotations);
    const answer = await call({
      ...{ method: "PATCH", path, installation, cost: "content", isShowing: true, body },
      expected: [404],
    });
    return answer.status === 404 ? undefined : readAnswer("a check run", checkRun, answer);
  };
  let written = await send([]);
  while (written !== undefined && written.output.annotations_count < check.annotations.length) {
    const from = written.output.annotations_count;
    const next: Written | undefined = await send(check.annotations.slice(from, from + mostAnnotations));
    // Whatever GitHub does not keep is not sent for ever.
    if (next !== undefined && next.output.annotations_count <= from) break;
    written = next;
  }
  return written !== undefined;
}

function fieldsOf(check: CheckRun, annotations: readonly Annotation[]) {
  return {
    name: check.name,
    external_id: check.externalId,
    status: check.status,
    ...(check.conclusion === undefined ? {} : { conclusion: check.conclusion }),
    ...(check.detailsUrl === undefined ? {} : { details_url: check.detailsUrl }),
    output: {
      title: check.title,
      summary: check.summary,
      ...(annotations.length === 0 ? {} : { annotations }),
    },
    ...(check.status === "completed" ? { actions: check.actions } : {}),
  };
}
