import { DebootcError } from "@debootc/core/error/debootc-error";
import { type LoggedCommit, parseCommitLog } from "@debootc/core/ostree/commit-log";
import { run } from "../run.ts";

/** Returns the refs of a repository, sorted by name; those of remotes as `remote:ref`. */
export async function readRefs(repo: string): Promise<ReadonlyMap<string, string>> {
  const listed = await run({ tool: "ostree", args: [`--repo=${repo}`, "refs", "--list"] });
  const names = listed.stdout.split("\n").filter(Boolean).sort();
  if (names.length === 0) return new Map();
  const resolved = await run({ tool: "ostree", args: [`--repo=${repo}`, "rev-parse", ...names] });
  const checksums = resolved.stdout.split("\n");
  return new Map(names.map((name, index) => [name, checksums[index] ?? ""]));
}

/** Returns the checksum that a revision names; undefined if it names none. */
export async function resolveRevision(repo: string, revision: string): Promise<string | undefined> {
  const { stdout, exitCode } = await run({
    tool: "ostree",
    args: [`--repo=${repo}`, "rev-parse", revision],
    accept: [0, 1],
  });
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** Lets a ref name a commit that the repository has. */
export async function setRef(repo: string, ref: string, checksum: string): Promise<void> {
  await run({ tool: "ostree", args: [`--repo=${repo}`, "refs", `--create=${ref}`, "--force", checksum] });
}

export async function deleteRefs(repo: string, refs: readonly string[]): Promise<void> {
  if (refs.length > 0) await run({ tool: "ostree", args: [`--repo=${repo}`, "refs", "--delete", ...refs] });
}

/** Returns the commit that a revision names, then its ancestors as far as the repository has them. Throws `usage` for none. */
export async function readLog(repo: string, revision: string): Promise<[LoggedCommit, ...LoggedCommit[]]> {
  const checksum = await resolveRevision(repo, revision);
  if (checksum === undefined) throw noCommit(repo, revision, await readRefs(repo));
  const { stdout } = await run({ tool: "ostree", args: [`--repo=${repo}`, "log", checksum] });
  const [first, ...rest] = parseCommitLog(stdout);
  if (first === undefined) throw new DebootcError("tool-failed", `ostree log ${checksum} answered no commit`);
  return [first, ...rest];
}

/** Returns the refs that a commit says it was made for: a client that pulls by ref refuses it under another. */
export async function readBoundRefs(repo: string, checksum: string): Promise<string[]> {
  const key = "--print-metadata-key=ostree.ref-binding";
  const args = [`--repo=${repo}`, "show", key, checksum];
  const { stdout } = await run({ tool: "ostree", args, accept: [0, 1] });
  return [...stdout.matchAll(/'([^']+)'/g)].map(([, ref = ""]) => ref);
}

function noCommit(repo: string, revision: string, refs: ReadonlyMap<string, string>): DebootcError {
  const names = [...refs.keys()].filter((name) => !name.includes(":"));
  return new DebootcError("usage", `${repo} has no commit ${revision}`, {
    hint:
      names.length === 0
        ? "The repository is empty: bring a commit in with debootc ostree pull or commit."
        : `It has: ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`,
  });
}
