import { blobSha } from "./git-objects.ts";
import type { Commit, Repository } from "./repository.ts";

/** Is a file that differs between two commits. */
export interface Change {
  readonly path: string;
  readonly status: "added" | "modified" | "removed";
  readonly blob: string;
}

/** Returns the files that a commit changes against its first parent. */
export function changesOf(repository: Repository, commit: Commit): Change[] {
  const [parent] = commit.parents;
  return changesBetween(parent === undefined ? undefined : repository.commits.get(parent), commit);
}

/** Returns the files that differ between two commits; all of them if there is no older one. */
export function changesBetween(before: Commit | undefined, after: Commit): Change[] {
  const old = before?.tree ?? new Map<string, Buffer>();
  const changes: Change[] = [];
  for (const [path, content] of after.tree) {
    const known = old.get(path);
    // Commits share what they do not change.
    if (known === content || known?.equals(content) === true) continue;
    changes.push({ path, status: known === undefined ? "added" : "modified", blob: blobSha(content) });
  }
  for (const [path, content] of old)
    if (!after.tree.has(path)) changes.push({ path, status: "removed", blob: blobSha(content) });
  return changes;
}

/** Returns the commits from one on back to the first. */
export function historyOf({ commits }: Repository, tip: string | undefined): Commit[] {
  const history: Commit[] = [];
  for (let sha = tip; sha !== undefined; ) {
    const commit = commits.get(sha);
    if (commit === undefined) break;
    history.push(commit);
    [sha] = commit.parents;
  }
  return history;
}
