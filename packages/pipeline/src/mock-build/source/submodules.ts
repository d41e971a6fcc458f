import { readSourceArgument } from "@debootc/core/debian/source-argument";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { quoted } from "@debootc/core/text/quoted";
import { appendTar } from "@debootc/tools/files/append-tar";
import {
  archiveCommit,
  checkOut,
  type GitContext,
  initRepository,
  listSubmodules,
  type Submodule,
} from "@debootc/tools/git";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import { fetchCommit } from "./fetch-commit.ts";

/** Describes the work tree of a repository at a commit. */
export interface CheckedOut {
  readonly directory: string;
  readonly commit: string;
  /** Where it came from. */
  readonly url: string;
  /** Only submodules whose path begins with this are looked at. */
  readonly below: string;
  /** How many repositories it is inside of. */
  readonly depth?: number;
}

/** Names the submodules that a source package lacks. */
export async function warnOfSubmodules(
  { directory, commit, url, below }: CheckedOut,
  git: GitContext,
  { report }: Pick<OperationContext, "report">,
): Promise<void> {
  const left = (await listSubmodules(directory, commit, git)).filter(({ path }) => path.startsWith(below));
  if (left.length === 0) return;
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "submodules-left-out",
      message: `${url} has submodules, which are not fetched: ${namesOf(left.map(({ path }) => path))} will be empty in the source package`,
      hint: "If the package needs them, give --submodules, or build it from a directory in which they are checked out.",
    },
  });
}

/** Shows the first of a list of paths, and how many more there are. */
export function namesOf(paths: readonly string[]): string {
  const shown = paths.slice(0, 5);
  const more = paths.length - shown.length;
  return `${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

/**
 * Checks out the submodules of a work tree, and theirs, as plain files. Throws `source-invalid`, `mirror-unreachable`.
 */
export async function checkOutSubmodules(tree: CheckedOut, git: GitContext): Promise<void> {
  await eachSubmodule(tree, git, async ({ path }, fetch) => {
    // Git has made an empty directory of this name, and no link can be in the way to it.
    const directory = join(tree.directory, path);
    const fetched = await fetch(directory);
    await checkOut(directory, fetched.commit, git);
    await checkOutSubmodules(fetched, git);
    await rm(join(directory, ".git"), { recursive: true });
  });
}

/** Appends the submodules of a commit, and theirs, to an archive of its tree below `prefix`. */
export async function archiveSubmodules(
  tree: CheckedOut,
  { file, prefix }: { readonly file: string; readonly prefix: string },
  git: GitContext,
): Promise<void> {
  await eachSubmodule(tree, git, async ({ path }, fetch) => {
    const clone = join(tree.directory, `.submodule-${randomUUID()}`);
    const fetched = await fetch(clone);
    const own = { file: `${clone}.tar`, prefix: `${prefix}/${path.slice(tree.below.length)}` };
    await archiveCommit(clone, { ...own, commit: fetched.commit }, git);
    await appendTar(file, own.file, git.signal);
    await archiveSubmodules(fetched, { file, prefix: own.prefix }, git);
  });
}

type Fetch = (directory: string) => Promise<CheckedOut>;

const deepest = 8;

/**
 * Visits each submodule with a function that fetches it into a new repository. Only from where the user's own argument
 * could lead, and from this machine only if the repository is on it, too.
 */
async function eachSubmodule(
  tree: CheckedOut,
  git: GitContext,
  visit: (submodule: Submodule, fetch: Fetch) => Promise<void>,
): Promise<void> {
  const depth = tree.depth ?? 0;
  for (const submodule of await listSubmodules(tree.directory, tree.commit, git)) {
    if (!submodule.path.startsWith(tree.below)) continue;
    if (depth === deepest) throw refusal(tree.url, submodule, `it is inside ${deepest} others`);
    const url = addressOf(submodule, tree.url);
    await visit(submodule, async (directory) => {
      await initRepository(directory, git);
      const commit = await fetchCommit(directory, url, submodule.commit, git);
      if (commit === undefined)
        throw refusal(tree.url, submodule, `${url} does not have ${submodule.commit}`);
      return { directory, commit, url, below: "", depth: depth + 1 };
    });
  }
}

/** Returns the URL of a submodule. Throws `source-invalid` for one that must not be followed. */
export function addressOf(submodule: Pick<Submodule, "path" | "url">, url: string): string {
  const refuse = (why: string) => refusal(url, submodule, why);
  const { url: written } = submodule;
  if (written === undefined) throw refuse("its .gitmodules does not say where to get it");
  // git takes a relative one as below the repository.
  const full = /^\.\.?\//.test(written) ? new URL(written, `${url.replace(/\/+$/, "")}/`).href : written;
  const source = readSourceArgument(full);
  if ("message" in source) throw refuse(`${quoted(written)}: ${source.message}`);
  if (source.kind !== "git" || source.ref !== undefined || source.subdirectory !== undefined)
    throw refuse(`${quoted(written)} is not the URL of a repository`);
  if (source.url.startsWith("file:") && !url.startsWith("file:"))
    throw refuse(`${quoted(written)} is on this machine, and the repository is not`);
  return source.url;
}

function refusal(url: string, { path }: Pick<Submodule, "path">, why: string): DebootcError {
  return new DebootcError("source-invalid", `cannot fetch the submodule ${quoted(path)} of ${url}: ${why}`, {
    hint: "Check out the submodules yourself (git submodule update --init --recursive) and build that directory.",
  });
}
