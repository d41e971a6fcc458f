import * as z from "zod";
import { apiPath, type CallGitHub, queryOf, repositoryPath } from "./call.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

const comment = z.object({
  id: z.int(),
  body: z.string().nullish(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
});

/** Looks for a comment of this App that contains a hidden marker; others may write the marker, too. */
export async function findComment(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { issue, marker, appId }: { readonly issue: number; readonly marker: string; readonly appId: number },
): Promise<number | undefined> {
  for (let page = 1; page <= 30; page++) {
    const query = queryOf({ per_page: 100, page });
    const path = `${repositoryPath(fullName)}${apiPath`/issues/${issue}/comments`}${query}`;
    const answer = await call({ method: "GET", path, installation, cost: "read" });
    const comments = readAnswer("the comments of a pull request", z.array(comment), answer);
    const found = comments.find(
      ({ body, performed_via_github_app: app }) => app?.id === appId && body?.includes(marker) === true,
    );
    if (found !== undefined || comments.length < 100) return found?.id;
  }
  return undefined;
}

/** Writes a comment. Returns its id. */
export async function createComment(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { issue, body }: { readonly issue: number; readonly body: string },
): Promise<number> {
  const path = `${repositoryPath(fullName)}${apiPath`/issues/${issue}/comments`}`;
  const sent = {
    method: "POST",
    path,
    installation,
    cost: "content",
    isShowing: true,
    body: { body },
  } as const;
  return readAnswer("a comment", comment, await call(sent)).id;
}

/** Changes a comment; returns false if it is gone. */
export async function updateComment(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { id, body }: { readonly id: number; readonly body: string },
): Promise<boolean> {
  const path = `${repositoryPath(fullName)}${apiPath`/issues/comments/${id}`}`;
  const sent = {
    method: "PATCH",
    path,
    installation,
    cost: "content",
    isShowing: true,
    body: { body },
  } as const;
  return (await call({ ...sent, expected: [404] })).status !== 404;
}

/** Adds a reaction to a comment; GitHub keeps one reaction of a kind. A comment that is gone needs none. */
export async function reactTo(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { comment: id, content }: { readonly comment: number; readonly content: "+1" | "-1" | "eyes" | "confused" },
): Promise<void> {
  const path = `${repositoryPath(fullName)}${apiPath`/issues/comments/${id}/reactions`}`;
  await call({ method: "POST", path, installation, cost: "content", body: { content }, expected: [404] });
}
