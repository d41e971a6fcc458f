import { git, type GitContext } from "./git.ts";

/** Describes the work tree that a directory is in, by what the machine knows: nothing is fetched. */
export interface WorkTree {
  /** The directory at its top. */
  readonly top: string;
  /** The commit that is checked out; absent before the first one. */
  readonly commit?: string;
  /** The branch that is checked out, if one is. */
  readonly branch?: string;
  /** Files of the commit that were changed, added or removed since. */
  readonly changed: readonly string[];
  /** The repository that the branch is pushed to, or `origin`; absent if there is none. */
  readonly remote?: { readonly name: string; readonly url: string };
  /** Branches of that repository that have the commit, as of the last fetch or push; that of the same name first. */
  readonly pushedTo: readonly string[];
}

/** Reads it; undefined if the directory is in no work tree. */
export async function readWorkTree(directory: string, context: GitContext): Promise<WorkTree | undefined> {
  const ask = async (args: readonly string[], accept?: readonly number[]) => {
    const { stdout, exitCode } = await git(["-C", directory, ...args], context, accept);
    const text = stdout.trim();
    return exitCode === 0 && text !== "" ? text : undefined;
  };
  const top = await ask(["rev-parse", "--show-toplevel"], [0, 128]);
  if (top === undefined) return undefined;
  const commit = await ask(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], [0, 1, 128]);
  const branch = await ask(["symbolic-ref", "--quiet", "--short", "HEAD"], [0, 1, 128]);
  const { stdout: status } = await git(
    ["-C", directory, "status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=none"],
    context,
  );
  const remote = await remoteOf(ask, branch);
  const pushedTo =
    remote === undefined || commit === undefined ? [] : await branchesWith(ask, remote.name, commit, branch);
  return {
    ...{ top, changed: changedIn(status), pushedTo },
    ...(commit === undefined ? {} : { commit }),
    ...(branch === undefined ? {} : { branch }),
    ...(remote === undefined ? {} : { remote }),
  };
}

type Ask = (args: readonly string[], accept?: readonly number[]) => Promise<string | undefined>;

async function remoteOf(ask: Ask, branch: string | undefined): Promise<WorkTree["remote"]> {
  const ofBranch =
    branch === undefined ? undefined : await ask(["config", "--get", `branch.${branch}.remote`], [0, 1]);
  // A branch may also follow another one of the same repository.
  const name = ofBranch === undefined || ofBranch === "." ? "origin" : ofBranch;
  const url = await ask(["remote", "get-url", "--", name], [0, 2, 128]);
  return url === undefined ? undefined : { name, url };
}

async function branchesWith(
  ask: Ask,
  remote: string,
  commit: string,
  branch: string | undefined,
): Promise<readonly string[]> {
  const prefix = `refs/remotes/${remote}/`;
  const refs = await ask(["for-each-ref", `--contains=${commit}`, "--format=%(refname)", prefix]);
  const names = (refs?.split("\n") ?? [])
    .map((ref) => ref.slice(prefix.length))
    .filter((name) => name !== "HEAD");
  return names.toSorted((one, other) => Number(other === branch) - Number(one === branch));
}

/** Reads `XY PATH`; of a file that was renamed, its old path follows. */
function changedIn(status: string): readonly string[] {
  const words = status.split("\0");
  const changed: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "") continue;
    changed.push(word.slice(3));
    if (/^[RC]/.test(word)) index++;
  }
  return changed;
}
