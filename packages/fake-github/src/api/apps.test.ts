import { afterEach, beforeEach, expect, test } from "vitest";
import { apiOf, jwt, permissions, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

function withJwt(claims: { iat?: number; exp?: number }, issuer: number | string = scenario.app.id) {
  const { github, privateKey } = scenario;
  return apiOf(github, jwt(issuer, privateKey, github.now(), claims))("GET", "/app");
}

async function token(body: object): Promise<{ status: number; token: string; message: string }> {
  const path = `/app/installations/${scenario.installation.id}/access_tokens`;
  const answer = await scenario.asApp("POST", path, body);
  return { ...answer.body, status: answer.status };
}

test("a manifest is exchanged once, within an hour, for an App with its secrets", async () => {
  const { github } = scenario;
  const manifest = {
    ...{ name: "Second App", url: "https://second.example" },
    ...{ hook_attributes: { url: "https://second.example/hook" }, default_permissions: { checks: "write" } },
    default_events: ["push"],
  };
  const code = github.submitManifest(manifest, "octo");
  const anyone = apiOf(github);
  const { status, body } = await anyone("POST", `/app-manifests/${code}/conversions`);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    slug: "second-app",
    permissions: { checks: "write", metadata: "read" },
    owner: { login: "octo" },
  });
  const mine = await apiOf(github, jwt(body.client_id, body.pem, github.now()))("GET", "/app");
  expect(mine.body).toMatchObject({ id: body.id, installations_count: 0 });
  expect((await anyone("POST", `/app-manifests/${code}/conversions`)).status).toBe(404);
  const late = github.submitManifest(manifest);
  await github.advance(3_600_000);
  expect((await anyone("POST", `/app-manifests/${late}/conversions`)).status).toBe(404);
});

test("the form that registers an App leads back with the code and the state", async () => {
  const { github } = scenario;
  const manifest = {
    name: "Third",
    url: "https://third.example",
    redirect_url: "http://127.0.0.1:1/setup?a=b",
  };
  const send = (path: string, text: string) =>
    fetch(github.url + path, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ manifest: text }),
    });
  const answer = await send("/organizations/octo/settings/apps/new?state=xyz", JSON.stringify(manifest));
  const back = new URL(answer.headers.get("location") ?? "");
  expect([answer.status, back.searchParams.get("a"), back.searchParams.get("state")]).toEqual([
    302,
    "b",
    "xyz",
  ]);
  const made = await apiOf(github)("POST", `/app-manifests/${back.searchParams.get("code")}/conversions`);
  expect(made.body).toMatchObject({ name: "Third", owner: { login: "octo" }, webhook_secret: null });
  expect((await send("/settings/apps/new", "{")).status).toBe(422);
});

test.each([
  ["has expired", () => ({ exp: seconds() }), "'Expiration time' claim ('exp') must be a numeric value"],
  ["lives longer than ten minutes", () => ({ exp: seconds() + 601 }), "too far in the future"],
  [
    "was issued in the future",
    () => ({ iat: seconds() + 1 }),
    "'Issued at' claim ('iat') must be an Integer",
  ],
] as const)("a JSON Web Token that %s is refused", async (_, claims, message) => {
  const { status, body } = await withJwt(claims());
  expect(status).toBe(401);
  expect(body.message).toContain(message);
});

test("a JSON Web Token with the wrong key, of an unknown App or damaged is refused", async () => {
  const { github, app } = scenario;
  const other = github.createApp({ name: "Other", permissions, events: [] });
  const forged = await apiOf(github, jwt(app.id, other.privateKey, github.now()))("GET", "/app");
  expect([forged.status, forged.body.message]).toEqual([401, "A JSON web token could not be decoded"]);
  expect((await withJwt({}, 999_999)).status).toBe(404);
  expect((await apiOf(github, "a.b.c")("GET", "/app")).status).toBe(401);
});

test("an App may sign with each of its keys, and no longer with one that it dropped", async () => {
  const { github, app, privateKey } = scenario;
  const second = github.addKey(app);
  for (const key of [privateKey, second])
    expect((await apiOf(github, jwt(app.id, key, github.now()))("GET", "/app")).status).toBe(200);
  github.dropKey(app);
  expect((await apiOf(github, jwt(app.id, privateKey, github.now()))("GET", "/app")).status).toBe(401);
  expect((await apiOf(github, jwt(app.id, second, github.now()))("GET", "/app")).status).toBe(200);
});

test("a clock that differs is seen in the Date header, and by its tokens", async () => {
  const { github } = scenario;
  github.plan([{ on: "clock", milliseconds: -120_000 }]);
  const early = await withJwt({ iat: seconds() + 60 });
  expect(early.status).toBe(401);
  expect(Date.parse(early.headers.get("date") ?? "")).toBe(github.now());
  expect((await withJwt({ iat: Math.floor(github.now() / 1000) - 1 })).status).toBe(200);
});

test("an installation token lives for one hour", async () => {
  const { github, api } = scenario;
  await github.advance(3_599_000);
  expect((await api("GET", "/repos/octo/images")).status).toBe(200);
  await github.advance(1000);
  const { status, body } = await api("GET", "/repos/octo/images");
  expect([status, body.message]).toEqual([401, "Bad credentials"]);
});

test("a token can be narrowed to permissions and repositories, and never widened", async () => {
  const { github, repository } = scenario;
  github.createRepository({ name: "octo/other", private: true });
  const narrow = await token({ permissions: { contents: "read" }, repository_ids: [repository.id] });
  const api = apiOf(github, narrow.token);
  expect((await api("GET", "/repos/octo/images/contents/README.md")).status).toBe(200);
  expect((await api("GET", "/repos/octo/other")).status).toBe(404);
  const listed = await api("GET", "/installation/repositories");
  expect(listed.body).toMatchObject({ total_count: 1, repositories: [{ full_name: "octo/images" }] });
  expect((await token({ permissions: { workflows: "write" } })).status).toBe(422);
  expect((await token({ repositories: ["nothing"] })).status).toBe(422);
});

test("a permission that is missing is refused with what GitHub would accept", async () => {
  const { github } = scenario;
  const api = apiOf(github, (await token({ permissions: { contents: "read", issues: "read" } })).token);
  const { status, body, headers } = await api("POST", "/repos/octo/images/issues/1/comments", { body: "x" });
  expect([status, body.message]).toEqual([403, "Resource not accessible by integration"]);
  expect(headers.get("x-accepted-github-permissions")).toBe("issues=write; pull_requests=write");
});

test("a private repository elsewhere is not found, a public one can be read and not written", async () => {
  const { github, api } = scenario;
  github.createRepository({ name: "stranger/secret", private: true });
  github.createRepository({ name: "stranger/open" });
  expect((await api("GET", "/repos/stranger/secret")).status).toBe(404);
  expect((await api("GET", "/repos/stranger/open")).status).toBe(200);
  const release = await api("POST", "/repos/stranger/open/releases", { tag_name: "v1" });
  expect([release.status, release.body.message]).toEqual([403, "Resource not accessible by integration"]);
});

test("an archived repository can only be read", async () => {
  const { github, repository, api } = scenario;
  github.archive(repository);
  expect((await api("GET", "/repos/octo/images")).body.archived).toBe(true);
  expect((await api("POST", "/repos/octo/images/releases", { tag_name: "v1" })).status).toBe(403);
});

test("a suspended installation is refused, with old tokens and new ones; a removed one is unknown", async () => {
  const { github, installation, api } = scenario;
  github.suspend(installation);
  expect((await api("GET", "/repos/octo/images")).body.message).toBe("This installation has been suspended");
  expect((await token({})).status).toBe(403);
  github.unsuspend(installation);
  expect((await api("GET", "/repos/octo/images")).status).toBe(200);
  github.remove(installation);
  expect((await api("GET", "/repos/octo/images")).status).toBe(401);
  expect((await token({})).status).toBe(404);
});

test("an App finds its installations by account and repository, and none of another App's", async () => {
  const { github, asApp, installation } = scenario;
  const other = github.createApp({ name: "Other", permissions, events: [] });
  const asOther = apiOf(github, jwt(other.app.id, other.privateKey, github.now()));
  for (const path of [
    "/orgs/octo/installation",
    "/users/octo/installation",
    "/repos/octo/images/installation",
  ]) {
    expect((await asApp("GET", path)).body.id).toBe(installation.id);
    expect((await asOther("GET", path)).status).toBe(404);
  }
  expect((await asApp("GET", "/app/installations")).body).toHaveLength(1);
  expect((await asOther("GET", `/app/installations/${installation.id}`)).status).toBe(404);
});

test("an App suspends and removes its own installations, and revokes a token", async () => {
  const { github, asApp, installation, api } = scenario;
  expect((await asApp("PUT", `/app/installations/${installation.id}/suspended`)).status).toBe(204);
  expect(installation.suspendedAt).toBe(github.now());
  expect((await asApp("DELETE", `/app/installations/${installation.id}/suspended`)).status).toBe(204);
  expect((await api("DELETE", "/installation/token")).status).toBe(204);
  expect((await api("GET", "/installation/repositories")).status).toBe(401);
  expect((await asApp("DELETE", `/app/installations/${installation.id}`)).status).toBe(204);
  expect((await asApp("GET", "/app/installations")).body).toEqual([]);
});

test("what an App does and what its installation does need different tokens", async () => {
  const { github, api, asApp } = scenario;
  expect((await api("GET", "/app")).status).toBe(403);
  expect((await asApp("GET", "/repos/octo/images")).status).toBe(401);
  expect((await apiOf(github)("GET", "/app")).status).toBe(401);
});

function seconds(): number {
  return Math.floor(scenario.github.now() / 1000);
}
