import { mkdtemp, readFile, rm, stat, symlink, writeFile, chmod, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runProcess } from "../process/run-process.ts";
import { startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;
let work: string;
let remote: string;

beforeEach(async () => {
  scenario = await startScenario();
  work = await mkdtemp(join(tmpdir(), "fake-github-git-"));
  remote = `${scenario.github.url}/octo/images.git`;
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
  await rm(work, { recursive: true });
});

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const env = {
    ...{ PATH: process.env["PATH"] ?? "", HOME: work, GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" },
    ...{ GIT_AUTHOR_NAME: "Mona", GIT_AUTHOR_EMAIL: "mona@example.org" },
    ...{ GIT_COMMITTER_NAME: "Mona", GIT_COMMITTER_EMAIL: "mona@example.org" },
  };
  const { code, stdout, stderr } = await runProcess({ program: "git", args, cwd, env });
  if (code !== 0) throw new Error(stderr);
  return stdout.toString().trim();
}

async function clone(): Promise<string> {
  const copy = join(work, "copy");
  await git(work, "clone", "--quiet", remote, copy);
  return copy;
}

async function expectContent(path: string, content: string): Promise<void> {
  const { body } = await scenario.api("GET", `/repos/octo/images/contents/${path}`);
  expect(Buffer.from(body.content, "base64").toString()).toBe(content);
}

const pushes = () => scenario.receiver.received.filter(({ event }) => event === "push");

test("what a test has pushed is cloned with the ids that git gives it", async () => {
  const copy = await clone();

  expect(await git(copy, "rev-parse", "HEAD")).toBe(scenario.sha);
  expect(await git(copy, "fsck", "--strict")).toBe("");
  expect(await readFile(join(copy, "README.md"), "utf8")).toBe("# Images\n");
});

test("a push by git is a commit of the API and a signed webhook, with its modes and its folders", async () => {
  const { api, github } = scenario;
  const copy = await clone();
  await mkdir(join(copy, "tree files"));
  await writeFile(join(copy, "tree files/a.yaml"), "ref: a\n");
  await writeFile(join(copy, "run.sh"), "#!/bin/sh\n");
  await chmod(join(copy, "run.sh"), 0o755);
  await symlink("run.sh", join(copy, "link"));
  await git(copy, "add", "--all");
  await git(copy, "commit", "--quiet", "--message", "Add a treefile");
  await git(copy, "push", "--quiet", "origin", "main");
  const sha = await git(copy, "rev-parse", "HEAD");
  await github.settled();

  const commit = await api("GET", "/repos/octo/images/commits/main");
  expect(commit.body).toMatchObject({
    sha,
    commit: { message: "Add a treefile", tree: { sha: await git(copy, "rev-parse", "HEAD^{tree}") } },
    parents: [{ sha: scenario.sha }],
  });
  const file = await api("GET", "/repos/octo/images/contents/tree%20files/a.yaml");
  expect(Buffer.from(file.body.content, "base64").toString()).toBe("ref: a\n");
  await expectContent("link", "#!/bin/sh\n");
  const tree = await api("GET", "/repos/octo/images/git/trees/main?recursive=1");
  const listed = (await git(copy, "ls-tree", "-r", "-t", "HEAD"))
    .split("\n")
    .map((line) => line.split(/[ \t]/));
  expect(tree.body.tree.map(({ mode, type, sha: id }: Record<string, string>) => [mode, type, id])).toEqual(
    listed.map((parts) => parts.slice(0, 3)),
  );
  const [, , folder] = listed.find(([, type]) => type === "tree") ?? [];
  expect((await api("GET", `/repos/octo/images/git/trees/${folder}`)).body.sha).toBe(folder);
  expect((await api("GET", "/repos/octo/images/git/ref/heads/main")).body.object.sha).toBe(sha);
  expect((await api("GET", `/repos/octo/images/git/commits/${sha}`)).body.message).toBe("Add a treefile");
  const [, , blob] = listed.find((parts) => parts[3] === "run.sh") ?? [];
  const script = await api("GET", `/repos/octo/images/git/blobs/${blob}`);
  expect(Buffer.from(script.body.content, "base64").toString()).toBe("#!/bin/sh\n");
  const last = pushes().at(-1);
  expect(last?.headers["x-hub-signature-256"]).toMatch(/^sha256=/);
  expect(last?.payload).toMatchObject({
    ...{ ref: "refs/heads/main", before: scenario.sha, after: sha, forced: false },
    commits: [{ id: sha, added: ["link", "run.sh", "tree files/a.yaml"] }],
    sender: { login: "octo" },
  });
});

test("a test's push on top of git's keeps the modes, and git gets it", async () => {
  const { github, repository } = scenario;
  const copy = await clone();
  await writeFile(join(copy, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
  await git(copy, "add", "run.sh");
  await git(copy, "commit", "--quiet", "--message", "Add a script");
  await git(copy, "push", "--quiet", "origin", "main");
  const sha = github.push(repository, { author: "mona", files: { "docs/a.md": "hello\n" } });
  await git(copy, "pull", "--quiet");

  expect(await git(copy, "rev-parse", "HEAD")).toBe(sha);
  expect((await stat(join(copy, "run.sh"))).mode & 0o111).not.toBe(0);
  expect(await git(copy, "fsck", "--strict")).toBe("");
});

test("branches and tags are made, forced and deleted by git, each with its event", async () => {
  const { github, repository } = scenario;
  const copy = await clone();
  await git(copy, "commit", "--quiet", "--allow-empty", "--message", "One");
  await git(copy, "tag", "--annotate", "v1", "--message", "First");
  await git(copy, "push", "--quiet", "origin", "HEAD:refs/heads/topic", "v1");
  const first = await git(copy, "rev-parse", "HEAD");
  await git(copy, "commit", "--quiet", "--amend", "--allow-empty", "--message", "Two");
  await git(copy, "push", "--quiet", "--force", "origin", "HEAD:refs/heads/topic");
  await git(copy, "push", "--quiet", "origin", ":refs/heads/topic");
  await github.settled();

  expect(repository.tags.get("v1")).toBe(first);
  expect(repository.branches.has("topic")).toBe(false);
  const seen = pushes()
    .slice(1)
    .map(({ payload: { ref, created, deleted, forced } }) => [ref, created, deleted, forced] as const);
  expect(seen).toEqual([
    ["refs/heads/topic", true, false, false],
    ["refs/tags/v1", true, false, false],
    ["refs/heads/topic", false, false, true],
    ["refs/heads/topic", false, true, false],
  ]);
});

test("who has no right to write does not push, and a token acts as its App", async () => {
  const { api, token } = scenario;
  const copy = await clone();
  await git(copy, "commit", "--quiet", "--allow-empty", "--message", "One");
  const push = (credentials: string) => {
    const header = `http.extraHeader=Authorization: Basic ${Buffer.from(credentials).toString("base64")}`;
    return git(copy, "-c", header, "push", "--quiet", "origin", "main");
  };

  await expect(push("guest:x")).rejects.toThrow("403");
  await push(`x-access-token:${token}`);
  expect((await api("GET", "/repos/octo/images/commits/main")).body.commit.message).toBe("One");
  await scenario.github.settled();
  expect(pushes().at(-1)?.payload.sender.login).toBe("builder[bot]");
});

test("a private repository is not shown to who does not say who it is", async () => {
  scenario.repository.private = true;
  await expect(clone()).rejects.toThrow(/could not read Username|Authentication/);
  remote = remote.replace("http://", `http://x-access-token:${scenario.token}@`);
  expect(await git(await clone(), "rev-parse", "HEAD")).toBe(scenario.sha);
});

test("what is cleaned up behind its back is written again", async () => {
  const directory = join(work, "kept");
  await using own = await startScenario({ directory });
  remote = `${own.github.url}/octo/images.git`;
  expect(await git(work, "ls-remote", remote, "HEAD")).toContain(own.sha);
  await rm(directory, { recursive: true });
  expect(await git(await clone(), "rev-parse", "HEAD")).toBe(own.sha);
});

test("the tag of an immutable release is neither moved nor deleted", async () => {
  const { api, repository } = scenario;
  repository.immutableReleases = true;
  await api("POST", "/repos/octo/images/releases", { tag_name: "v1" });
  const copy = await clone();
  await git(copy, "commit", "--quiet", "--allow-empty", "--message", "One");
  await expect(git(copy, "push", "origin", ":refs/tags/v1")).rejects.toThrow(/v1/);
  await expect(git(copy, "push", "--force", "origin", "HEAD:refs/tags/v1")).rejects.toThrow(/v1/);
  expect(repository.tags.get("v1")).toBe(scenario.sha);
});

test("the head of a fork's pull request is fetched from the repository that it goes to", async () => {
  const { github, repository } = scenario;
  const fork = github.fork(repository, "newcomer");
  const sha = github.push(fork, { branch: "fix", author: "newcomer", files: { a: "1" } });
  github.openPullRequest(repository, { author: "newcomer", from: fork, branch: "fix" });
  const copy = await clone();
  await git(copy, "fetch", "--quiet", "origin", "refs/pull/1/head");
  expect(await git(copy, "rev-parse", "FETCH_HEAD")).toBe(sha);
});
