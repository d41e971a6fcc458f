import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Readable } from "node:stream";
import { type Outcome, run } from "../run.ts";

/**
 * Names how a repository keeps files. `archive`: compressed, the form that is served over HTTP. `bare`: files as they are deployed, which only root can
 * write. `bare-user`: the same with owners and attributes kept in an attribute of their own.
 */
export type RepositoryMode = "archive" | "bare" | "bare-user";

export async function initRepository(repo: string, mode: RepositoryMode): Promise<void> {
  await run({ tool: "ostree", args: [`--repo=${repo}`, "init", `--mode=${mode}`] });
}

interface TreeCommit {
  readonly repo: string;
  /** The ref that the commit is made for: a client that pulls by ref refuses a commit that does not name it. */
  readonly ref: string;
  /** A commit of the repository that has the tree. */
  readonly of: string;
  readonly bootable: boolean;
  readonly subject: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly metadata: Readonly<Record<string, string | boolean>>;
  readonly signal: AbortSignal;
}

/** Commits the tree of another commit without a ref, and answers with the checksum (64 hexadecimal digits). */
export async function commitTreeOf({
  repo,
  of,
  ref,
  bootable,
  subject,
  timestamp,
  metadata,
  signal,
}: TreeCommit): Promise<string> {
  const outcome = await run({
    tool: "ostree",
    args: [
      `--repo=${repo}`,
      "commit",
      "--orphan",
      `--bind-ref=${ref}`,
      "--parent=none",
      `--tree=ref=${of}`,
      ...(bootable ? ["--bootable"] : []),
      `--timestamp=@${timestamp}`,
      `--subject=${subject}`,
      ...Object.entries(metadata).map(([key, value]) => metadataArgument(key, value)),
      // The whole compose is flushed once, before it is published.
      "--fsync=false",
    ],
    signal,
  });
  return checksumIn(outcome);
}

function checksumIn({ stdout }: Pick<Outcome, "stdout">): string {
  const checksum = stdout.trim();
  if (!/^[0-9a-f]{64}$/.test(checksum)) {
    throw new DebootcError("tool-failed", `ostree commit answered "${checksum}" instead of a checksum`);
  }
  return checksum;
}

function metadataArgument(key: string, value: string | boolean): string {
  return typeof value === "string"
    ? `--add-metadata-string=${key}=${value}`
    : `--add-metadata=${key}=${value}`;
}

interface TarCommit {
  readonly repo: string;
  readonly tar: Readable;
  readonly signal: AbortSignal;
}

/** Commits a tar stream without a ref, for its files alone, and answers with the checksum. */
export async function commitTar({ repo, tar, signal }: TarCommit): Promise<string> {
  const options = ["--orphan", "--parent=none", "--tree=tar=-", "--tar-autocreate-parents", "--fsync=false"];
  const args = [`--repo=${repo}`, "commit", ...options];
  return checksumIn(await run({ tool: "ostree", args, input: tar, signal }));
}

interface CommitCopy {
  readonly from: string;
  readonly to: string;
  readonly checksum: string;
  readonly signal: AbortSignal;
}

/** Copies a commit that no ref needs to name into another repository, in that one's form. Nothing is flushed. */
export async function copyCommit({ from, to, checksum, signal }: CommitCopy): Promise<void> {
  await run({
    tool: "ostree",
    args: [`--repo=${to}`, "pull-local", "--disable-fsync", from, checksum],
    signal,
  });
}

/** Lets a ref name a commit and refreshes the summary: a client believes a stale summary over the ref itself. */
export async function publishRef(repo: string, ref: string, checksum: string): Promise<void> {
  await run({ tool: "ostree", args: [`--repo=${repo}`, "refs", `--create=${ref}`, "--force", checksum] });
  await run({ tool: "ostree", args: [`--repo=${repo}`, "summary", "--update"] });
}

/** Brings a commit of a repository of this machine, with its signatures, into another one; no ref names it yet. */
export async function importCommit(
  repo: string,
  source: string,
  checksum: string,
  signal: AbortSignal,
): Promise<void> {
  await run({ tool: "ostree", args: [`--repo=${repo}`, "pull-local", source, checksum], signal });
}

interface Recommit {
  readonly repo: string;
  /** A commit that the repository has. */
  readonly checksum: string;
  readonly ref: string;
  readonly subject: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly signal: AbortSignal;
}

/** Commits the tree of another commit anew, without its signatures, and answers with the checksum. */
export async function recommit({
  repo,
  checksum,
  ref,
  subject,
  timestamp,
  signal,
}: Recommit): Promise<string> {
  const options = ["--orphan", `--bind-ref=${ref}`, "--parent=none", "--bootable", `--tree=ref=${checksum}`];
  const said = [`--timestamp=@${timestamp}`, `--subject=${subject}`];
  const args = [`--repo=${repo}`, "commit", ...options, ...said];
  return (await run({ tool: "ostree", args, signal })).stdout.trim();
}

/** Returns what is damaged, in ostree's words; empty when every object is what its checksum says. */
export async function findDamage(repo: string, signal: AbortSignal): Promise<string[]> {
  const { exitCode, stdout, stderr } = await run({
    tool: "ostree",
    args: [`--repo=${repo}`, "fsck", "--quiet", "--all"],
    accept: [0, 1],
    signal,
  });
  if (exitCode === 0) return [];
  const lines = `${stderr}\n${stdout}`
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("fsck objects"));
  return lines.slice(0, 20);
}

interface DirectoryCommit {
  readonly repo: string;
  readonly directory: string;
  readonly ref: string;
  readonly subject: string;
  readonly parent: string | undefined;
  readonly version: string | undefined;
  /** Seconds. */
  readonly timestamp: number;
  readonly rootOwned: boolean;
  readonly signal: AbortSignal;
}

/** Commits a directory as it stands; no ref names the commit yet. */
export async function commitDirectory(commit: DirectoryCommit): Promise<string> {
  const { repo, directory, ref, subject, parent, version, timestamp, rootOwned, signal } = commit;
  const { stdout } = await run({
    tool: "ostree",
    args: [
      `--repo=${repo}`,
      "commit",
      "--orphan",
      `--bind-ref=${ref}`,
      `--parent=${parent ?? "none"}`,
      `--tree=dir=${directory}`,
      `--timestamp=@${timestamp}`,
      `--subject=${subject}`,
      ...(rootOwned ? ["--owner-uid=0", "--owner-gid=0"] : []),
      ...(version === undefined ? [] : [`--add-metadata-string=version=${version}`]),
    ],
    signal,
  });
  return stdout.trim();
}

interface Checkout {
  readonly repo: string;
  readonly checksum: string;
  /** The directory to make. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** Unpacks a commit with owners and attributes, which takes root. No file is shared with the repository. */
export async function checkOut({ repo, checksum, directory, signal }: Checkout): Promise<void> {
  const options = ["--force-copy", "--disable-cache", "--fsync=false"];
  await run({
    tool: "ostree",
    args: [`--repo=${repo}`, "checkout", ...options, checksum, directory],
    signal,
  });
}

/** Returns the answer of `ostree diff`, path by path. */
export async function diffTrees(repo: string, old: string, current: string): Promise<string> {
  return (await run({ tool: "ostree", args: [`--repo=${repo}`, "diff", old, current] })).stdout;
}

/** Returns the text of a file of a commit; undefined if the commit has no such file. */
export async function readTreeFile(repo: string, commit: string, path: string): Promise<string | undefined> {
  const args = [`--repo=${repo}`, "cat", commit, path];
  const { exitCode, stdout } = await run({ tool: "ostree", args, accept: [0, 1] });
  return exitCode === 0 ? stdout : undefined;
}

export interface Pruned {
  readonly objects: number;
  /** As ostree says it, such as `6.0 MB`. */
  readonly freed: string;
}

/** Removes the objects that no ref leads to within so many parents, or only counts them. */
export async function pruneObjects(repo: string, depth: number, remove: boolean): Promise<Pruned> {
  const options = ["--refs-only", `--depth=${depth}`, ...(remove ? [] : ["--no-prune"])];
  const { stdout } = await run({ tool: "ostree", args: [`--repo=${repo}`, "prune", ...options] });
  const [, objects = "0", freed = "0 bytes"] =
    /(?:Would delete:|Deleted) (\d+) objects, (?:freeing )?(.+?)(?: freed)?$/m.exec(stdout) ?? [];
  return { objects: Number(objects), freed: freed.replaceAll("\u00a0", " ").trim() };
}
