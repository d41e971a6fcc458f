import { DebootcError } from "@debootc/core/error/debootc-error";
import { closestWord } from "@debootc/core/text/closest-word";
import type { PlacedSource } from "@debootc/core/source-package/source-package";
import {
  checkOut,
  fetchObjects,
  findCommit,
  type GitContext,
  initRepository,
  remoteRefs,
} from "@debootc/tools/git";
import { isThere } from "@debootc/tools/files/paths";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OperationContext } from "../../worker/operation-context.ts";
import { placeDirectory } from "./place-directory.ts";
import type { SourceSetting } from "./source-setting.ts";
import { fetchCommit } from "./fetch-commit.ts";
import { checkOutSubmodules, warnOfSubmodules } from "./submodules.ts";
import { gitTreeName, type TreeName } from "./tree-name.ts";

interface GitSource {
  readonly url: string;
  readonly ref?: string;
  readonly subdirectory?: string;
}

/**
 * Clones a repository at a ref and makes a source package from it. Fetches only that commit, the upstream version that it
 * needs, and its submodules if they are wanted. Throws `usage` for a ref that does not exist, `mirror-unreachable`,
 * `source-invalid`.
 */
export async function placeGit(
  { url, ref, subdirectory }: GitSource,
  setting: SourceSetting,
  context: OperationContext,
): Promise<PlacedSource> {
  const git: GitContext = {
    signal: context.signal,
    onLine: context.log,
    env: { ...setting.proxy, ...setting.gitEnvironment },
  };
  const directory = join(setting.workDirectory, "git");
  await initRepository(directory, git);
  const commit = await fetchRef(directory, { url, ...(ref === undefined ? {} : { ref }) }, git);
  await checkOut(directory, commit, git);
  const name = gitTreeName({
    url,
    ...(ref === undefined ? {} : { ref }),
    ...(subdirectory === undefined ? {} : { subdirectory }),
  });
  const path = await treeIn(directory, subdirectory, name);
  const below = subdirectory === undefined ? "" : `${subdirectory}/`;
  const modules = { directory, commit, url, below };
  if (setting.submodules) await checkOutSubmodules(modules, git);
  else await warnOfSubmodules(modules, git, context);
  const upstream = {
    url,
    git,
    submodules: setting.submodules,
    ...(subdirectory === undefined ? {} : { subdirectory }),
  };
  const placed = await placeDirectory({ path, name, upstream }, setting, context);
  return { ...placed, commit };
}

/** Finds the tree in the work tree of a repository, which could lead out of it by a link. */
async function treeIn(directory: string, subdirectory: string | undefined, name: TreeName): Promise<string> {
  if (subdirectory === undefined) return directory;
  const path = join(await realpath(directory), subdirectory);
  const found = await realpath(path).catch(() => undefined);
  if (found === path) return path;
  throw new DebootcError(
    "source-invalid",
    `${name.of("")} ${found === undefined ? "does not exist" : "is a link, or below one"}`,
    { hint: "After the #ref: goes the directory that has the debian/, as the repository has it." },
  );
}

/** A repository that is not on this machine is no matter of the network, which another time may have. */
async function requireOnMachine(url: string): Promise<void> {
  const path = localPath(url);
  if (path === undefined || (await isThere(path))) return;
  throw new DebootcError("source-invalid", `${url} does not exist`, {
    hint: "Check the path: it is that of a repository, or of a work tree with one.",
  });
}

/** Returns the path of a repository on this machine; undefined for others, and for one that git has to judge. */
function localPath(url: string): string | undefined {
  try {
    return url.startsWith("file:") ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}

/** Fetches the commit of a ref into the repository, without its history if possible. */
async function fetchRef(directory: string, { url, ref }: GitSource, git: GitContext): Promise<string> {
  await requireOnMachine(url);
  const refs = await remoteRefs(url, git);
  const name =
    ref === undefined ? "HEAD" : [`refs/tags/${ref}`, `refs/heads/${ref}`, ref].find((one) => refs.has(one));
  const commit = name === undefined ? undefined : refs.get(name);
  if (commit !== undefined && name !== undefined) {
    await fetchObjects(directory, url, { refspecs: [`+${name}:refs/debootc/source`], depth: 1 }, git);
    return (await findCommit(directory, "refs/debootc/source", git)) ?? commit;
  }
  if (ref === undefined)
    throw new DebootcError("source-invalid", `${url} has no HEAD: the repository is empty`, {
      hint: "Push something first, or give a ref after a #.",
    });
  const found = /^[0-9a-f]{7,64}$/.test(ref) ? await fetchCommit(directory, url, ref, git) : undefined;
  if (found !== undefined) return found;
  const names = [...refs.keys()].flatMap((one) => /^refs\/(?:heads|tags)\/(.*)$/.exec(one)?.[1] ?? []);
  const near = closestWord(ref, names);
  throw new DebootcError("usage", `${url} has no branch, tag or commit ${JSON.stringify(ref)}`, {
    hint: near === undefined ? "Name one that git ls-remote shows." : `The closest is #${near}`,
  });
}
