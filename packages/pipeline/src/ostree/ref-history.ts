import { readLog, readRefs, setRef } from "@debootc/tools/ostree/ostree-refs";

/**
 * Commits that a ref named before are kept under refs of a remote that does not exist: ostree counts them when it
 * prunes, and shows them to no client. A compose's commit has no parent, since it must not depend on where it is
 * published.
 */
const keeper = "debootc-history";
const entry = /^debootc-history:(.+)\/__([0-9]{6})$/;

export interface FormerCommit {
  /** The ref that keeps it. */
  readonly keptBy: string;
  readonly checksum: string;
}

/** What a ref named before, the newest first. */
export function formerCommits(refs: ReadonlyMap<string, string>, ref: string): FormerCommit[] {
  return [...refs]
    .filter(([name]) => entry.exec(name)?.[1] === ref)
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([keptBy, checksum]) => ({ keptBy, checksum }));
}

/** Lets a ref name another commit; the one before is kept first. */
export async function moveRef(repo: string, ref: string, checksum: string): Promise<void> {
  const refs = await readRefs(repo);
  const before = refs.get(ref);
  if (before === checksum) return;
  const former = formerCommits(refs, ref);
  const isParent = before !== undefined && (await readLog(repo, checksum))[0].parent === before;
  if (before !== undefined && !isParent && former[0]?.checksum !== before) {
    const number = Number(entry.exec(former[0]?.keptBy ?? "")?.[2] ?? 0) + 1;
    await setRef(repo, `${keeper}:${ref}/__${String(number).padStart(6, "0")}`, before);
  }
  await setRef(repo, ref, checksum);
}

/** The commit before the one that a revision names: its parent, else what the ref named before. */
export async function commitBefore(repo: string, revision: string): Promise<string | undefined> {
  const [commit, parent] = await readLog(repo, revision);
  const before = formerCommits(await readRefs(repo), revision).find(
    ({ checksum }) => checksum !== commit.checksum,
  );
  return parent?.checksum ?? before?.checksum;
}
