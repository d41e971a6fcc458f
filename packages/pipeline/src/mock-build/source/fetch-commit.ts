import { DebootcError } from "@debootc/core/error/debootc-error";
import { fetchObjects, findCommit, type GitContext } from "@debootc/tools/git";

/** Fetches a commit by its id. Not every server delivers a commit by its id, and none by the beginning of it. */
export async function fetchCommit(
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
