import { join } from "node:path";
import type { Account } from "../state/account.ts";
import { nothing } from "../repository/push-events.ts";
import { receivePush } from "../repository/receive-push.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { exportCommits, type KnownObjects, listRefs } from "./export-commits.ts";
import { type GitDirectory, openGitDirectory } from "./git-directory.ts";
import { importCommits } from "./import-commits.ts";
import { refsOf } from "./refs-of.ts";

/** Is a request of git's own protocol. */
export interface GitRequest {
  readonly repository: Repository;
  readonly who: Account;
  /** What `git http-backend` is told in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly writes: boolean;
}

/**
 * Returns what answers git, with what `git http-backend` says: before each request the bare repository gets what is new here,
 * and after a push what it got is known here, with its events, before git hears that it is done.
 */
export function gitServer(world: World, root: string): (request: GitRequest) => Promise<Buffer> {
  const knownOf = new WeakMap<Repository["commits"], KnownObjects>();
  let last: Promise<unknown> = Promise.resolve();
  const answer = async ({ repository, who, variables, body, writes }: GitRequest): Promise<Buffer> => {
    const { commits } = repository;
    const known = knownOf.get(commits) ?? new Set();
    knownOf.set(commits, known);
    const directory = await openGitDirectory(join(root, "git"), {
      ...{ name: String(repository.id), network: String(networkOf(repository)) },
      head: repository.defaultBranch,
    });
    // Who cleans a directory of temporary files up takes more than this process knows of.
    if (directory.isNew) known.clear();
    await exportCommits(repository, directory, known);
    const output = await directory.backend({ ...variables, ...lockedTags(repository) }, body);
    if (writes) await takeOver(world, repository, who, directory, known);
    return output;
  };
  // One after the other: two that move the same branch would each see the other half done.
  return (request) => {
    const mine = last.then(() => answer(request));
    last = mine.catch(() => {});
    return mine;
  };
}

/** Nobody moves or deletes the tag of an immutable release: git refuses that for what is hidden from pushes. */
function lockedTags({ releases }: Repository): Record<string, string> {
  const tags = [...releases.values()].filter(({ immutable }) => immutable).map(({ tag }) => tag);
  const settings = tags.flatMap((tag, index) => [
    [`GIT_CONFIG_KEY_${index}`, "receive.hideRefs"],
    [`GIT_CONFIG_VALUE_${index}`, `refs/tags/${tag}`],
  ]);
  return { ...Object.fromEntries(settings), GIT_CONFIG_COUNT: String(tags.length) };
}

function networkOf({ id, parent }: Repository): number {
  return parent === undefined ? id : networkOf(parent);
}

async function takeOver(
  world: World,
  repository: Repository,
  who: Account,
  directory: GitDirectory,
  known: KnownObjects,
): Promise<void> {
  const [before, after] = [refsOf(repository), await listRefs(directory)];
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (ref) => /^refs\/(heads|tags)\//.test(ref) && before.get(ref) !== after.get(ref),
  );
  const tips = changed.flatMap((ref) => after.get(ref) ?? []);
  await importCommits(directory, tips, repository.commits, known);
  for (const ref of changed)
    receivePush(world, repository, who, {
      ...{ ref, before: before.get(ref) ?? nothing, after: after.get(ref) ?? nothing },
    });
}
