import { run } from "@debootc/tools/run";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repository } from "../repository/repository.ts";

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "debootc-publish-"));
  await git(work, "init", "--quiet", "--bare", "remote");
  await git(work, "clone", "--quiet", "remote", "checkout");
  await writeFile(join(work, "checkout/.gitignore"), "dist\n");
  await git(join(work, "checkout"), "add", "--all");
  await git(join(work, "checkout"), "commit", "--quiet", "--message", "First");
  await git(join(work, "checkout"), "push", "--quiet", "origin", "HEAD:main");
});
afterEach(() => rm(work, { recursive: true }));

const env = {
  ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org", GIT_COMMITTER_NAME: "a" },
  ...{ GIT_COMMITTER_EMAIL: "a@example.org", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
};

async function git(cwd: string, ...args: string[]): Promise<string> {
  return (await run({ tool: "git", args, cwd, env })).stdout.trim();
}

/** Makes what a release consists of, as far as git sees it. */
async function tree(version: string): Promise<string> {
  const path = join(work, `tree-${version}`);
  await mkdir(join(path, "dist/1"), { recursive: true });
  await writeFile(join(path, "dist/release"), `${version}\n`);
  await writeFile(join(path, "dist/1/main.js"), `// ${version}\n`, { mode: 0o755 });
  await writeFile(join(path, ".gitignore"), "dist\n");
  await symlink("1", join(path, "dist/current"));
  return path;
}

async function publish(version: string, of = version) {
  return run({
    tool: join(repository, ".ci/publish-release"),
    args: [version, await tree(of)],
    cwd: join(work, "checkout"),
    env,
    accept: "all",
  });
}

const remote = () => join(work, "remote");

test("a release has the bundles that main does not have, on top of it, and the major version means it", async () => {
  const { exitCode, stdout } = await publish("v1.2.3");

  expect(exitCode).toBe(0);
  expect(await git(remote(), "rev-parse", "v1.2.3^{commit}", "v1^{commit}")).toBe(
    `${stdout.trim()}\n${stdout.trim()}`,
  );
  expect(await git(remote(), "rev-parse", "v1^{commit}~1")).toBe(await git(remote(), "rev-parse", "main"));
  expect(await git(remote(), "ls-tree", "-r", "--format=%(objectmode) %(path)", "v1")).toBe(
    "100644 .gitignore\n100755 dist/1/main.js\n120000 dist/current\n100644 dist/release",
  );
  expect(await git(join(work, "checkout"), "status", "--porcelain")).toBe("");
});

test("the next version moves the major one, and leaves the earlier one", async () => {
  await publish("v1.2.3");
  const before = await git(remote(), "rev-parse", "v1.2.3");
  await publish("v1.3.0");

  expect(await git(remote(), "rev-parse", "v1.2.3")).toBe(before);
  expect(await git(remote(), "show", "v1:dist/release")).toBe("v1.3.0");
  expect(await git(remote(), "tag")).toBe("v1\nv1.2.3\nv1.3.0");
});

test("a version that there is does not change", async () => {
  await publish("v1.2.3");
  const before = await readFile(join(work, "remote/refs/tags/v1.2.3"), "utf8");
  await rm(join(work, "tree-v1.2.3"), { recursive: true });

  expect((await publish("v1.2.3")).exitCode).toBe(60);
  expect(await readFile(join(work, "remote/refs/tags/v1.2.3"), "utf8")).toBe(before);
});

test.each([
  ["1.2.3", 2],
  ["v1.2", 2],
  ["v1.2.3; touch x", 2],
  ["v01.2.3", 2],
])("%s is not a version", async (version, status) => {
  const { exitCode } = await publish(version, "v1.2.3");

  expect(exitCode).toBe(status);
  expect(await git(remote(), "tag")).toBe("");
});

test("a tree of another version is refused", async () => {
  expect((await publish("v1.2.4", "v1.2.3")).exitCode).toBe(8);
  expect(await git(remote(), "tag")).toBe("");
});
