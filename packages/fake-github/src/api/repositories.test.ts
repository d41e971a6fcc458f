import { afterEach, beforeEach, expect, test } from "vitest";
import { apiOf, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const repo = "/repos/octo/images";
const rawType = { accept: "application/vnd.github.raw+json" };

test("a file is given in base64, and raw if that is asked for, at any ref", async () => {
  const { github, repository, api, sha } = scenario;
  github.push(repository, { author: "mona", files: { "dir/a b.txt": "new" } });
  const { body } = await api("GET", `${repo}/contents/README.md?ref=${sha}`);
  expect(Buffer.from(body.content, "base64").toString()).toBe("# Images\n");
  expect(body).toMatchObject({ type: "file", size: 9, path: "README.md" });
  expect((await api("GET", `${repo}/contents/dir/a%20b.txt`, undefined, rawType)).body).toBe("new");
  expect((await api("GET", `${repo}/contents/dir/a%20b.txt?ref=${sha}`)).status).toBe(404);
  expect((await api("GET", `${repo}/contents/README.md?ref=nowhere`)).body.message).toBe(
    "No commit found for the ref nowhere",
  );
});

test("a folder is listed, with its folders", async () => {
  const { api } = scenario;
  const root = await api("GET", `${repo}/contents`);
  expect(root.body.map(({ name, type }: { name: string; type: string }) => `${type} ${name}`)).toEqual([
    "dir .github",
    "file README.md",
  ]);
  expect((await api("GET", `${repo}/contents/.github/workflows`)).body[0].name).toBe("build.yml");
});

test("commits are listed from the newest on, and by the path that they change", async () => {
  const { github, repository, api, sha } = scenario;
  const second = github.push(repository, {
    author: "mona",
    files: { "README.md": "2" },
    message: "Say more",
  });
  const all = await api("GET", `${repo}/commits`);
  expect(all.body.map((commit: { sha: string }) => commit.sha)).toEqual([second, sha]);
  const builds = await api("GET", `${repo}/commits?path=.github/workflows/build.yml`);
  expect(builds.body.map((commit: { sha: string }) => commit.sha)).toEqual([sha]);
  const one = await api("GET", `${repo}/commits/heads/main`);
  expect(one.body).toMatchObject({
    sha: second,
    commit: { message: "Say more" },
    files: [{ filename: "README.md", status: "modified" }],
  });
  expect((await api("GET", `${repo}/commits/abcdef1`)).status).toBe(422);
});

test("a branch says whether it is protected, and how", async () => {
  const { github, repository, api } = scenario;
  github.push(repository, { branch: "feature/x", author: "mona", files: { a: "1" } });
  expect((await api("GET", `${repo}/branches/feature/x`)).body).toMatchObject({
    name: "feature/x",
    protected: false,
  });
  expect((await api("GET", `${repo}/branches/main/protection`)).body.message).toBe("Branch not protected");
  github.protectBranch(repository, "main");
  expect((await api("GET", `${repo}/branches/main/protection`)).status).toBe(200);
  const listed = await api("GET", `${repo}/branches?protected=true`);
  expect(listed.body.map(({ name }: { name: string }) => name)).toEqual(["main"]);
  expect((await api("GET", `${repo}/branches/none`)).body.message).toBe("Branch not found");
});

test.each([
  ["octo", "admin", "admin"],
  ["mona", "write", "write"],
  ["guest", "read", "read"],
  ["helper", "read", "triage"],
  ["keeper", "write", "maintain"],
])("the permission of %s is %s by the old words and %s by the role", async (login, permission, role) => {
  const { github, repository, api } = scenario;
  github.setPermission(repository, "helper", "triage");
  github.setPermission(repository, "keeper", "maintain");
  const { body } = await api("GET", `${repo}/collaborators/${login}/permission`);
  expect(body).toMatchObject({ permission, role_name: role, user: { login } });
});

test("a stranger may read a public repository, nothing of a private one, and must exist", async () => {
  const { github, api } = scenario;
  github.createRepository({ name: "octo/private", private: true });
  github.openIssue(github.createRepository({ name: "stranger/x" }), { author: "passer-by" });
  expect((await api("GET", `${repo}/collaborators/passer-by/permission`)).body.permission).toBe("read");
  expect((await api("GET", "/repos/octo/private/collaborators/passer-by/permission")).body.permission).toBe(
    "none",
  );
  expect((await api("GET", `${repo}/collaborators/nobody/permission`)).status).toBe(404);
});

test("a renamed repository is redirected to by its number, which stays", async () => {
  const { github, repository, api, receiver } = scenario;
  github.rename(repository, "pictures");
  await github.settled();
  const moved = await api("GET", `${repo}/branches?protected=false`);
  expect(moved.status).toBe(301);
  const location = moved.headers.get("location") ?? "";
  expect(location).toBe(`${github.url}/repositories/${repository.id}/branches?protected=false`);
  expect((await api("GET", location)).body[0].name).toBe("main");
  const followed = await fetch(github.url + repo, { headers: { authorization: `Bearer ${scenario.token}` } });
  expect(await followed.json()).toMatchObject({ full_name: "octo/pictures" });
  expect(receiver.received.at(-1)?.payload.changes.repository.name.from).toBe("images");
});

test("a repository that is given away is no longer the installation's", async () => {
  const { github, repository, api, receiver } = scenario;
  github.transfer(repository, "someone");
  await github.settled();
  expect((await api("POST", "/repos/someone/images/releases", { tag_name: "v1" })).status).toBe(403);
  expect(receiver.received.some(({ event }) => event === "repository")).toBe(true);
});

test("a deleted repository is not found", async () => {
  const { github, repository, api } = scenario;
  github.deleteRepository(repository);
  expect((await api("GET", repo)).status).toBe(404);
});

test("a pull request of a fork names both sides, and follows pushes to the fork", async () => {
  const { github, repository, api, receiver } = scenario;
  const fork = github.fork(repository, "newcomer");
  const first = github.push(fork, { branch: "patch", author: "newcomer", files: { "README.md": "mine" } });
  const pull = github.openPullRequest(repository, { author: "newcomer", from: fork, branch: "patch" });
  const shown = await api("GET", `${repo}/pulls/${pull.number}`);
  expect(shown.body).toMatchObject({
    head: { sha: first, repo: { full_name: "newcomer/images", fork: true } },
    base: { repo: { full_name: "octo/images" } },
    author_association: "NONE",
  });
  expect((await api("GET", `${repo}/pulls/${pull.number}/files`)).body).toMatchObject([
    { filename: "README.md", status: "modified" },
  ]);
  expect((await api("GET", `${repo}/contents/README.md?ref=${first}`, undefined, rawType)).body).toBe("mine");
  const second = github.push(fork, { branch: "patch", author: "newcomer", files: { "README.md": "more" } });
  await github.settled();
  const last = receiver.received.findLast(({ event }) => event === "pull_request");
  expect(last?.payload).toMatchObject({ action: "synchronize", before: first, after: second });
  expect((await api("GET", `${repo}/pulls?head=newcomer:patch`)).body).toHaveLength(1);
});

test("a merged pull request moves its base branch", async () => {
  const { github, repository, api, receiver } = scenario;
  const sha = github.push(repository, { branch: "topic", author: "mona", files: { a: "1" } });
  const { number } = github.openPullRequest(repository, { author: "mona", branch: "topic" });
  github.closePullRequest(repository, number, { merge: true });
  await github.settled();
  expect((await api("GET", `${repo}/branches/main`)).body.commit.sha).toBe(sha);
  expect((await api("GET", `${repo}/pulls/${number}`)).body).toMatchObject({ state: "closed", merged: true });
  expect(receiver.received.findLast(({ event }) => event === "pull_request")?.payload.action).toBe("closed");
});

test("a tag and a deletion are pushes of their own", async () => {
  const { github, repository, receiver, sha } = scenario;
  github.push(repository, { tag: "v1", author: "mona" });
  github.push(repository, { branch: "gone", author: "mona", files: { a: "1" } });
  github.push(repository, { branch: "gone", author: "mona", delete: true });
  await github.settled();
  const pushes = receiver.received.filter(({ event }) => event === "push").map(({ payload }) => payload);
  expect(pushes.find(({ ref }) => ref === "refs/tags/v1")).toMatchObject({
    after: sha,
    created: true,
    commits: [],
  });
  expect(pushes.at(-1)).toMatchObject({ ref: "refs/heads/gone", deleted: true, head_commit: null });
});

test("a push names the files that it adds, changes and removes", async () => {
  const { github, repository, receiver } = scenario;
  github.push(repository, {
    author: "mona",
    files: { "README.md": "2", "b.txt": "b", ".github/workflows/build.yml": null },
  });
  await github.settled();
  expect(receiver.received.findLast(({ event }) => event === "push")?.payload.head_commit).toMatchObject({
    ...{ added: ["b.txt"], modified: ["README.md"], removed: [".github/workflows/build.yml"] },
  });
});

test("a public repository can be read without a token, sixty times an hour", async () => {
  const anyone = apiOf(scenario.github);
  const { status, headers } = await anyone("GET", repo);
  expect([status, headers.get("x-ratelimit-limit")]).toEqual([200, "60"]);
  expect((await anyone("POST", `${repo}/releases`, { tag_name: "v1" })).status).toBe(401);
});
