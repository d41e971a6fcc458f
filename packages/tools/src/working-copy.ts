import { run } from "./run.ts";

/** Is a working copy of this user's own, in which debootc makes commits. */
export interface WorkingCopy {
  readonly directory: string;
  /** What git needs to find the user's configuration: `HOME`. */
  readonly env: Readonly<Record<string, string>>;
}

/** What makes commits the same on every machine: no hook runs, and nothing is signed. */
const settings = ["core.hooksPath=/dev/null", "commit.gpgSign=false", "tag.gpgSign=false", "gc.auto=0"];

/** Makes a repository of a directory, with the branch `main`. */
export async function initWorkingCopy(copy: WorkingCopy): Promise<void> {
  await git(copy, ["init", "--quiet", "--initial-branch", "main"]);
}

/** Names who commits there by default, unless the user has said so for all repositories. */
export async function setDefaultAuthor(copy: WorkingCopy, name: string): Promise<void> {
  const { exitCode } = await git(copy, ["config", "--get", "user.email"], [0, 1]);
  if (exitCode === 0) return;
  await git(copy, ["config", "user.name", name]);
  await git(copy, ["config", "user.email", `${name}@localhost`]);
}

/** Lets `git push` and `git pull` without more words mean this address. */
export async function setOrigin(copy: WorkingCopy, url: string): Promise<void> {
  await git(copy, ["config", "remote.origin.url", url]);
  await git(copy, ["config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"]);
  await git(copy, ["config", "push.autoSetupRemote", "true"]);
  await git(copy, ["config", "branch.main.remote", "origin"]);
  await git(copy, ["config", "branch.main.merge", "refs/heads/main"]);
}

/** Commits everything that has changed; returns whether there was something. */
export async function commitAll(copy: WorkingCopy, message: string): Promise<boolean> {
  await git(copy, ["add", "--all"]);
  const { exitCode } = await git(copy, ["diff", "--cached", "--quiet"], [0, 1]);
  if (exitCode === 0) return false;
  await git(copy, ["commit", "--quiet", "--message", message]);
  return true;
}

/** Switches to a branch, which begins here if there is none of that name. */
export async function switchTo(copy: WorkingCopy, branch: string): Promise<void> {
  const ref = ["show-ref", "--verify", "--quiet", `refs/heads/${branch}`];
  const { exitCode } = await git(copy, ref, [0, 1]);
  await git(copy, ["switch", "--quiet", ...(exitCode === 0 ? [branch] : ["--create", branch])]);
}

/** Returns the branch that the working copy is on; undefined for none. */
export async function branchOf(copy: WorkingCopy): Promise<string | undefined> {
  const { stdout, exitCode } = await git(copy, ["symbolic-ref", "--quiet", "--short", "HEAD"], [0, 1]);
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** Returns the commit that the working copy is on. */
export async function headOf(copy: WorkingCopy): Promise<string> {
  return (await git(copy, ["rev-parse", "HEAD"])).stdout.trim();
}

/** Names the commit that the working copy is on by a tag. */
export async function tagHead(copy: WorkingCopy, tag: string): Promise<void> {
  await git(copy, ["tag", "--", tag]);
}

/** Sends refs to `origin`; what is there and differs is replaced with `force`. */
export async function pushRefs(
  copy: WorkingCopy,
  refspecs: readonly string[],
  { force = false } = {},
): Promise<void> {
  await git(copy, ["push", "--quiet", ...(force ? ["--force"] : []), "origin", ...refspecs]);
}

function git(
  { directory, env }: WorkingCopy,
  args: readonly string[],
  accept: readonly number[] = [0],
): ReturnType<typeof run> {
  return run({
    tool: "git",
    args: ["-C", directory, ...settings.flatMap((one) => ["-c", one]), ...args],
    accept,
    env: { ...env, GIT_TERMINAL_PROMPT: "0", GIT_ASKPASS: "/bin/false" },
  });
}
