import { DebootcError } from "@debootc/core/error/debootc-error";
import { diffPackages } from "@debootc/core/diff/diff-packages";
import type { PackageChange } from "@debootc/core/diff/package-change";
import { type InstalledPackage, parseInstalledPackages } from "@debootc/core/dpkg/installed-package";
import type { LoggedCommit } from "@debootc/core/ostree/commit-log";
import { type CommitPathChange, parsePathChanges } from "@debootc/core/ostree/path-changes";
import type { OstreeDiffRequest } from "@debootc/core/request/ostree/ostree-diff-request";
import { diffTrees, readTreeFile } from "@debootc/tools/ostree/ostree-repository";
import { readLog } from "@debootc/tools/ostree/ostree-refs";
import { openRepository } from "./open-repository.ts";
import { commitBefore } from "./ref-history.ts";

export interface CommitDiff {
  readonly repo: string;
  readonly old: LoggedCommit;
  readonly new: LoggedCommit;
  /** Absent when one of the two has no database of dpkg. */
  readonly packages?: readonly PackageChange[];
  readonly counts: Readonly<Record<CommitPathChange["change"], number>>;
  /** Only when asked for. */
  readonly paths?: readonly CommitPathChange[];
}

/** Where debootc's trees have dpkg's database, and where others have it. */
const databases = ["/usr/lib/sysimage/dpkg/status", "/var/lib/dpkg/status"];

/** `debootc ostree diff`: the packages and paths in which two commits differ. */
export async function diffCommits(request: OstreeDiffRequest): Promise<CommitDiff> {
  const { path } = await openRepository(request.repo);
  const [given] = await readLog(path, request.old);
  const [oldOne, newOne] =
    request.new === undefined
      ? [await commitBeforeOf(path, request.old), given]
      : [given, (await readLog(path, request.new))[0]];
  const [before, after] = [await packagesOf(path, oldOne), await packagesOf(path, newOne)];
  const paths = parsePathChanges(await diffTrees(path, oldOne.checksum, newOne.checksum));
  const count = (change: CommitPathChange["change"]) => paths.filter((one) => one.change === change).length;
  return {
    repo: path,
    old: oldOne,
    new: newOne,
    ...(before === undefined || after === undefined ? {} : { packages: diffPackages(before, after) }),
    counts: { added: count("added"), removed: count("removed"), changed: count("changed") },
    ...(request.files ? { paths } : {}),
  };
}

async function commitBeforeOf(repo: string, revision: string): Promise<LoggedCommit> {
  const before = await commitBefore(repo, revision);
  if (before !== undefined) return (await readLog(repo, before))[0];
  throw new DebootcError("usage", `${revision} has no commit before it in ${repo}`, {
    hint: "Name two commits.",
  });
}

async function packagesOf(repo: string, { checksum }: LoggedCommit): Promise<InstalledPackage[] | undefined> {
  for (const database of databases) {
    const text = await readTreeFile(repo, checksum, database);
    if (text !== undefined) return parseInstalledPackages(text);
  }
  return undefined;
}
