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
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import { placeDirectory } from "./place-directory.ts";
import type { SourceSetting } from "./source-setting.ts";

interface GitSource {
  readonly url: string;
  readonly ref?: string;
}

/**
 * Clones a repository at a ref, and makes a source package of what is there. Only that commit is fetched, and the
 * upstream version that it needs. Throws `usage` for a ref that is not there, `mirror-unreachable`, `source-invalid`.
 */
export async function placeGit(
  { url, ref }: GitSource,
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
  await warnOfSubmodules(directory, url, context);
  const origin = `${url}${ref === undefined ? "" : `#${ref}`}`;
  const placed = await placeDirectory({ path: directory, origin, upstream: { url, git } }, setting, context);
  return { ...placed, commit };
}

/** Brings the commit that a ref names into the repository, without its history where that can be. */
async function fetchRef(directory: string, { url, ref }: GitSource, git: GitContext): Promise<string> {
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
      hint: "Push something first, or name a ref after a #.",
    });
  const found = /^[0-9a-f]{7,64}$/.test(ref) ? await fetchCommit(directory, url, ref, git) : undefined;
  if (found !== undefined) return found;
  const names = [...refs.keys()].flatMap((one) => /^refs\/(?:heads|tags)\/(.*)$/.exec(one)?.[1] ?? []);
  const near = closestWord(ref, names);
  throw new DebootcError("usage", `${url} has no branch, tag or commit ${JSON.stringify(ref)}`, {
    hint: near === undefined ? "Name one that git ls-remote shows." : `The closest is #${near}`,
  });
}

/** Not every server gives out a commit that is asked for by its id, and none by the beginning of it. */
async function fetchCommit(
  directory: string,
  url: string,
  id: string,
  git: GitContext,
): Promise<string | undefined> {
  if (id.length >= 40) {
    try {
      await fetchObjects(directory, url, { refspecs: [`+${id}:refs/debootc/source`], depth: 1 }, git);
      return await findCommit(directory, id, git);
    } catch (error) {
      if (!(error instanceof DebootcError) || error.code !== "mirror-unreachable") throw error;
    }
  }
  const everything = ["+refs/heads/*:refs/debootc/heads/*", "+refs/tags/*:refs/debootc/tags/*"];
  await fetchObjects(directory, url, { refspecs: everything }, git);
  return findCommit(directory, id, git);
}

async function warnOfSubmodules(directory: string, url: string, { report }: OperationContext): Promise<void> {
  const has = await lstat(join(directory, ".gitmodules")).then(
    () => true,
    () => false,
  );
  if (!has) return;
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "submodules-left-out",
      message: `${url} has submodules, which are not fetched: their directories are empty in the source package`,
      hint: "A source package that needs them is built from a directory where they are checked out.",
    },
  });
}
