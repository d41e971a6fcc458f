import { DebootcError } from "@debootc/core/error/debootc-error";
import { type HostedRepository, repositoryOfUrl } from "@debootc/core/hub/repository-of-url";
import { hubFilePath } from "@debootc/core/hub-file/hub-file";
import { loadHubFile } from "@debootc/core/hub-file/load-hub-file";
import { withoutCredentials } from "@debootc/core/text/quoted";
import { readIfPresent } from "@debootc/tools/files/paths";
import { readWorkTree, type WorkTree } from "@debootc/tools/git-work-tree";
import { dirname, join, relative } from "node:path";

/** Is a commit of a repository at GitHub that is the same here. */
export interface PushedCommit {
  /** OWNER/NAME. */
  readonly repository: string;
  /** Where it is hosted, unless the repository was named by hand. */
  readonly host?: string;
  readonly ref: string;
  readonly sha: string;
}

interface Wanted {
  /** The compose file or treefile, an absolute path. */
  readonly file: string;
  /** The repository, if it was named. */
  readonly repository?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Returns the commit whose files a hub would compose as they are here. Throws `usage` if they differ from what is pushed, or
 * if the hub's file in it names something else to compose.
 */
export async function pushedCommit({ file, repository, signal }: Wanted): Promise<PushedCommit> {
  const directory = dirname(file);
  const tree = await readWorkTree(directory, { signal, onLine: () => {} });
  if (tree === undefined) {
    throw refusal(
      `${directory} is in no work tree of git`,
      "A hub composes commits: run this in a clone of the repository.",
    );
  }
  const { top, commit: sha } = tree;
  if (sha === undefined) throw refusal(`${top} has no commit yet`, "Commit and push what is to be composed.");
  refuseChanges(tree);
  const [branch] = tree.pushedTo;
  if (branch === undefined) throw notPushed(tree, sha);
  await refuseOtherFile(top, relative(top, file));
  const pushed = { ref: `refs/heads/${branch}`, sha };
  if (repository !== undefined) return { repository, ...pushed };
  const { name, host } = hostedBy(tree);
  return { repository: name, host, ...pushed };
}

const mostNamed = 5;

function refuseChanges({ top, changed }: WorkTree): void {
  if (changed.length === 0) return;
  const more = changed.length > mostNamed ? ` and ${changed.length - mostNamed} more` : "";
  throw refusal(
    `${top} has changes that are in no commit: ${changed.slice(0, mostNamed).join(", ")}${more}`,
    "Commit and push them, or put them aside by `git stash`: a hub sees commits only.",
  );
}

function notPushed({ remote, branch }: WorkTree, sha: string): DebootcError {
  const commit = `commit ${sha.slice(0, 12)}`;
  if (remote === undefined) {
    return refusal(
      `${commit} is pushed nowhere: there is no remote`,
      "Push it to its repository at GitHub: git push -u origin.",
    );
  }
  const push =
    branch === undefined
      ? `git push ${remote.name} HEAD:refs/heads/BRANCH`
      : `git push ${remote.name} ${branch}`;
  return refusal(
    `no branch of ${remote.name} has ${commit}, as far as this machine knows`,
    `Push it: ${push}. If it was pushed from elsewhere: git fetch ${remote.name}.`,
  );
}

function hostedBy({ remote }: WorkTree): HostedRepository {
  const found = remote && repositoryOfUrl(remote.url);
  if (found !== undefined) return found;
  throw refusal(
    `the remote ${remote?.name}, ${withoutCredentials(remote?.url ?? "")}, is not a repository at GitHub`,
    "Name the repository: --repository OWNER/NAME.",
  );
}

/** What the hub composes is in its file; anything else would be composed without a word. */
async function refuseOtherFile(top: string, file: string): Promise<void> {
  const bytes = await readIfPresent(join(top, hubFilePath));
  if (bytes === undefined) {
    throw refusal(
      `the repository has no ${hubFilePath}, which tells a hub what to compose`,
      "docs/hub-file.md says what goes into it; commit and push it.",
    );
  }
  const { compose } = loadHubFile(bytes);
  if (join(top, compose) === join(top, file)) return;
  throw refusal(
    `the hub would compose ${compose} and not ${file}: ${hubFilePath} says so`,
    `Give ${compose}, with --variant or --arch for a part of it; or let ${hubFilePath} name the other file.`,
  );
}

function refusal(reason: string, hint: string): DebootcError {
  return new DebootcError("usage", `cannot compose at the hub: ${reason}`, { hint });
}
