import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasMainArchive, origArchives, upstreamTags } from "@debootc/core/source-package/orig-archives";
import {
  archiveCommit,
  commitOfSubdirectory,
  commitTime,
  fetchObjects,
  findCommit,
  type GitContext,
  initRepository,
  listTop,
  remoteRefs,
} from "@debootc/tools/git";
import { checkOutArchive, hasPristineTar } from "@debootc/tools/dpkg/pristine-tar";
import { compressXz } from "@debootc/tools/xz";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { SourceTree } from "./read-tree.ts";
import { archiveSubmodules } from "./submodules.ts";

/** Names a repository that may contain upstream versions. */
export interface UpstreamRepository {
  readonly url: string;
  readonly git: GitContext;
  /** The archive that is made from a tag has its submodules, too. */
  readonly submodules: boolean;
  /** The tree is this directory of the repository, in its upstream versions, too. */
  readonly subdirectory?: string;
}

interface Clone extends UpstreamRepository {
  readonly directory: string;
  readonly refs: ReadonlyMap<string, string>;
}

/**
 * Makes the upstream archive of a version from a repository: from its pristine-tar branch byte for byte as upstream
 * published it, else from the tag of the version, equal in content, with a warning. Returns whether there was either.
 * The repository is only fetched from, so nothing that its own configuration names is run.
 */
export async function placeUpstreamFromGit(
  tree: SourceTree,
  repository: UpstreamRepository,
  work: string,
  context: OperationContext,
): Promise<boolean> {
  const { url, git } = repository;
  const refs = await remoteRefs(url, git);
  const tag = upstreamTags(tree.version.upstream, tree.upstreamTag).find((name) =>
    refs.has(`refs/tags/${name}`),
  );
  if (tag === undefined) return false;
  const clone = { ...repository, directory: join(work, ".upstream"), refs };
  await mkdir(clone.directory);
  try {
    await initRepository(clone.directory, git);
    await fetchObjects(
      clone.directory,
      url,
      { refspecs: [`+refs/tags/${tag}:${upstreamRef}`], depth: 1 },
      git,
    );
    const hint = await remakeArchives(tree, clone, work, context);
    if (hint !== undefined) await archiveTag(tree, clone, { tag, hint }, work, context);
    return true;
  } finally {
    await rm(clone.directory, { recursive: true, force: true });
  }
}

const upstreamRef = "refs/debootc/upstream";

/** Regenerates the archives; if that is not possible, returns a hint on what would help. */
async function remakeArchives(
  { entry, version }: SourceTree,
  { directory, url, git, refs }: Clone,
  work: string,
  { signal, log }: OperationContext,
): Promise<string | undefined> {
  const beside = `Put ${entry.source}_${version.upstream}.orig.tar.* next to the directory to build from the published archive.`;
  const branch = ["refs/heads/pristine-tar", "refs/remotes/origin/pristine-tar"].find((ref) => refs.has(ref));
  if (branch === undefined) return beside;
  await fetchObjects(directory, url, { refspecs: [`+${branch}:refs/heads/pristine-tar`], depth: 1 }, git);
  const deltas = (await listTop(directory, "refs/heads/pristine-tar", git)).filter((name) =>
    name.endsWith(".delta"),
  );
  const archives = origArchives(
    deltas.map((name) => name.replace(/\.delta$/, "")),
    entry.source,
    version.upstream,
  );
  if (!hasMainArchive(archives)) return beside;
  if (!(await hasPristineTar()))
    return "The pristine-tar branch has the published archive: apt-get install pristine-tar";
  try {
    for (const name of archives)
      await checkOutArchive({ repository: directory, name, directory: work, signal, onLine: log });
    return undefined;
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "tool-failed") throw error;
    for (const name of archives) await rm(join(work, name), { force: true });
    log(error.message);
    return `pristine-tar could not regenerate the published archive. ${beside}`;
  }
}

async function archiveTag(
  { entry, version }: SourceTree,
  { directory, url, git, subdirectory, submodules }: Clone,
  { tag, hint }: { readonly tag: string; readonly hint: string },
  work: string,
  { report }: OperationContext,
): Promise<void> {
  const commit = (await findCommit(directory, upstreamRef, git)) ?? upstreamRef;
  const file = join(work, `${entry.source}_${version.upstream}.orig.tar`);
  // Upstream's repository may have its own debian/, which is never part of an archive that Debian uses.
  const prefix = `${entry.source}-${version.upstream}`;
  const whole =
    subdirectory === undefined ? undefined : await commitOfSubdirectory(directory, commit, subdirectory, git);
  await archiveCommit(directory, { commit: whole ?? commit, prefix, file, without: ["debian"] }, git);
  const below = whole === undefined ? "" : `${subdirectory}/`;
  if (submodules) await archiveSubmodules({ directory, commit, url, below }, { file, prefix }, git);
  await compressXz(file, git.signal);
  const date = new Date((await commitTime(directory, commit, git)) * 1000).toISOString();
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "upstream-archive-made",
      message: `the upstream archive of ${entry.source} ${version.upstream} was made from the tag ${tag} (${commit.slice(0, 12)}, ${date}): it may differ from what upstream published`,
      hint,
    },
  });
}
