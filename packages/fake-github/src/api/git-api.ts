import { stamp } from "../clock/clock.ts";
import { nodeId } from "../shapes/node-id.ts";
import { repositoryUrl } from "../shapes/repository-shape.ts";
import { fullName } from "../state/repository.ts";
import { resolveRef } from "../state/find.ts";
import { blobSha, type TreeEntry, treeEntries } from "../state/git-objects.ts";
import type { Commit, Repository } from "../state/repository.ts";
import { found, type Handler, repositoryOf } from "./call.ts";

/** Answers for the objects and references of git. */
export const gitApi = {
  "git/get-ref": (call) => {
    const repository = repositoryOf(call);
    const [, kind, name = ""] = /^(heads|tags)\/(.+)$/.exec(call.params["ref"] ?? "") ?? [];
    const sha = found((kind === "heads" ? repository.branches : repository.tags).get(name));
    const url = `${repositoryUrl(call.world.urls, repository)}/git`;
    const ref = `refs/${kind}/${name}`;
    const object = { type: "commit", sha, url: `${url}/commits/${sha}` };
    return { status: 200, body: { ref, node_id: nodeId("REF", ref), url: `${url}/${ref}`, object } };
  },
  "git/get-commit": (call) => {
    const repository = repositoryOf(call);
    const commit = found(repository.commits.get(call.params["commit_sha"] ?? ""));
    const url = `${repositoryUrl(call.world.urls, repository)}/git`;
    const page = `${call.world.urls.html}/${fullName(repository)}/commit`;
    const person = { name: commit.author.name, email: commit.author.email, date: stamp(commit.time) };
    return {
      status: 200,
      body: {
        ...{ sha: commit.sha, node_id: nodeId("C", commit.sha), url: `${url}/commits/${commit.sha}` },
        ...{ html_url: `${page}/${commit.sha}`, author: person, committer: person, message: commit.message },
        tree: { sha: commit.treeSha, url: `${url}/trees/${commit.treeSha}` },
        parents: commit.parents.map((sha) => ({
          ...{ sha, url: `${url}/commits/${sha}`, html_url: `${page}/${sha}` },
        })),
        verification: {
          ...{ verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
        },
      },
    };
  },
  "git/get-tree": (call) => {
    const repository = repositoryOf(call);
    const { sha, entries } = found(treeNamed(repository, call.params["tree_sha"] ?? ""));
    const url = `${repositoryUrl(call.world.urls, repository)}/git`;
    const isWanted = ({ path }: TreeEntry) => call.query["recursive"] !== undefined || !path.includes("/");
    const tree = entries
      .filter(isWanted)
      .map((entry) => ({ ...entry, url: `${url}/${entry.type}s/${entry.sha}` }));
    return { status: 200, body: { sha, url: `${url}/trees/${sha}`, tree, truncated: false } };
  },
  "git/get-blob": (call) => {
    const repository = repositoryOf(call);
    const sha = call.params["file_sha"] ?? "";
    const content = found(blobNamed(repository, sha));
    const url = `${repositoryUrl(call.world.urls, repository)}/git/blobs/${sha}`;
    const text = content.toString("base64");
    return {
      status: 200,
      body: { sha, node_id: nodeId("B", sha), size: content.length, url, content: text, encoding: "base64" },
    };
  },
} as const satisfies Readonly<Record<string, Handler>>;

/** A tree is named by its own id, by that of a commit, or by a branch or tag. */
function treeNamed(
  repository: Repository,
  name: string,
): { readonly sha: string; readonly entries: readonly TreeEntry[] } | undefined {
  const commit = repository.commits.get(resolveRef(repository, name) ?? "");
  if (commit !== undefined) return { sha: commit.treeSha, entries: entriesOf(commit) };
  for (const one of repository.commits.values()) {
    const entries = entriesOf(one);
    if (one.treeSha === name) return { sha: name, entries };
    const folder = entries.find(({ type, sha }) => type === "tree" && sha === name);
    if (folder !== undefined) return { sha: name, entries: below(entries, `${folder.path}/`) };
  }
  return undefined;
}

function below(entries: readonly TreeEntry[], prefix: string): TreeEntry[] {
  return entries
    .filter(({ path }) => path.startsWith(prefix))
    .map((entry) => ({ ...entry, path: entry.path.slice(prefix.length) }));
}

function entriesOf({ tree, modes }: Commit): TreeEntry[] {
  return treeEntries({ files: tree, modes });
}

function blobNamed({ commits }: Repository, sha: string): Buffer | undefined {
  for (const { tree } of commits.values())
    for (const content of tree.values()) if (blobSha(content) === sha) return content;
  return undefined;
}
