import { upstreamTags } from "@debootc/core/source-package/orig-archives";
import {
  archiveCommit,
  commitTime,
  fetchObjects,
  findCommit,
  type GitContext,
  initRepository,
  remoteRefs,
} from "@debootc/tools/git";
import { compressXz } from "@debootc/tools/xz";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { SourceTree } from "./read-tree.ts";

/** Where upstream versions may be tagged. */
export interface UpstreamRepository {
  readonly url: string;
  readonly git: GitContext;
}

/**
 * Makes the upstream archive of a version from the tag of a repository, and tells so: it is equal in content, but not
 * byte for byte what upstream published. Answers whether there is such a tag. The repository is only fetched from:
 * nothing that its own configuration names is run.
 */
export async function placeUpstreamFromGit(
  { entry, version }: SourceTree,
  { url, git }: UpstreamRepository,
  work: string,
  { report }: OperationContext,
): Promise<boolean> {
  const refs = await remoteRefs(url, git);
  const tag = upstreamTags(version.upstream).find((name) => refs.has(`refs/tags/${name}`));
  if (tag === undefined) return false;
  const clone = join(work, ".upstream");
  await mkdir(clone);
  await initRepository(clone, git);
  const here = "refs/debootc/upstream";
  await fetchObjects(clone, url, { refspecs: [`+refs/tags/${tag}:${here}`], depth: 1 }, git);
  const commit = (await findCommit(clone, here, git)) ?? here;
  const file = join(work, `${entry.source}_${version.upstream}.orig.tar`);
  await archiveCommit(
    clone,
    // A repository of upstream itself may have its own debian/, which never is part of an archive that Debian takes.
    { commit, prefix: `${entry.source}-${version.upstream}`, file, without: ["debian"] },
    git,
  );
  await compressXz(file, git.signal);
  const date = new Date((await commitTime(clone, commit, git)) * 1000).toISOString();
  await rm(clone, { recursive: true });
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "upstream-archive-made",
      message: `the upstream archive of ${entry.source} ${version.upstream} was made from the tag ${tag} (${commit.slice(0, 12)}, ${date}): it need not equal what upstream published`,
      hint: `Put ${entry.source}_${version.upstream}.orig.tar.* beside the directory to build from the published archive.`,
    },
  });
  return true;
}
