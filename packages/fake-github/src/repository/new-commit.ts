import { createHash } from "node:crypto";
import { blobSha } from "../state/changes.ts";
import type { Commit } from "../state/repository.ts";

/** Holds files by their paths: text, bytes, or null for one that goes away. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** Returns a commit on top of another one. */
export function newCommit(
  parent: Commit | undefined,
  files: Files,
  { message, author, time }: { message: string; author: string; time: number },
): Commit {
  const tree = new Map(parent?.tree);
  for (const [path, content] of Object.entries(files)) {
    if (path === "" || path.startsWith("/") || path.split("/").includes(".."))
      throw new Error(`cannot commit: given the path "${path}"; allowed: a path inside the repository`);
    if (content === null) tree.delete(path);
    else tree.set(path, Buffer.from(content));
  }
  const listing = [...tree].map(([path, content]) => `${path}\0${blobSha(content)}`).sort();
  const treeSha = sha1(`tree ${listing.join("\n")}`);
  const parents = parent === undefined ? [] : [parent.sha];
  return {
    sha: sha1(`commit ${treeSha} ${parents.join()} ${author} ${time} ${message}`),
    treeSha,
    tree,
    parents,
    message,
    author: { login: author, name: author, email: `${author}@users.example` },
    time,
  };
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
