import { run } from "@debootc/tools/run";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Clones a repository of acme at a host, with the hub's file, and pushes it. */
export async function cloned(host = "github.com") {
  const parent = await mkdtempDisposable(join(tmpdir(), "debootc-at-hub-"));
  const top = join(parent.path, "os");
  const env = {
    ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org", GIT_CONFIG_GLOBAL: "/dev/null" },
    ...{ GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.org" },
  };
  const git = async (...args: string[]) =>
    (await run({ tool: "git", args: ["-C", top, ...args], env })).stdout.trim();
  await mkdir(join(top, ".github"), { recursive: true });
  await mkdir(join(top, "treefiles"));
  await writeFile(join(top, ".github/debootc.yml"), "on: {push: {}}\n");
  await writeFile(join(top, "treefiles/compose.yaml"), "x\n");
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message=text");
  await git("remote", "add", "origin", `git@${host}:acme/os.git`);
  const sha = await git("rev-parse", "HEAD");
  await git("update-ref", "refs/remotes/origin/main", sha);
  const file = join(top, "treefiles/compose.yaml");
  return { top, sha, file, git, [Symbol.asyncDispose]: () => parent.remove() };
}
