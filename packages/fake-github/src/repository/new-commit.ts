import { commitObject, treeObjects } from "../state/git-objects.ts";
import type { Commit } from "../state/repository.ts";

/** Holds files by their paths: text, bytes, or null for one that goes away. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** Returns a commit on top of another one, with the id that git gives it. */
export function newCommit(
  parent: Commit | undefined,
  files: Files,
  { message, author, time }: { message: string; author: string; time: number },
): Commit {
  const tree = new Map(parent?.tree);
  for (const [path, content] of Object.entries(files)) {
    if (path.split("/").some((name) => ["", ".", "..", ".git"].includes(name)))
      throw new Error(`cannot commit: given the path "${path}"; allowed: a path inside the repository`);
    if (content === null) tree.delete(path);
    else tree.set(path, Buffer.from(content));
  }
  const modes = new Map([...(parent?.modes ?? [])].filter(([path]) => tree.has(path)));
  const treeSha = treeObjects({ files: tree, modes }).at(-1)?.sha ?? "";
  const parents = parent === undefined ? [] : [parent.sha];
  const person = { name: author, email: `${author}@users.example` };
  return {
    ...{ sha: commitObject({ treeSha, parents, author: person, time, message }).sha, treeSha, tree, modes },
    ...{ parents, message, author: { login: author, ...person }, time },
  };
}
