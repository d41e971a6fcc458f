import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setTimeout as delay } from "node:timers/promises";
import { apiOf, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const repo = "/repos/octo/images";
const octets = { "content-type": "application/octet-stream" };

async function draft(tag = "v1") {
  return (await scenario.api("POST", `${repo}/releases`, { tag_name: tag, draft: true, name: "One" })).body;
}

function upload(release: { upload_url: string }, name: string, content = "bytes") {
  const url = release.upload_url.replace("{?name,label}", `?name=${encodeURIComponent(name)}`);
  return scenario.api("POST", url, Buffer.from(content), octets);
}

test("a draft is seen by who may write only, has no tag, and is published with its files", async () => {
  const { github, repository, api, receiver, sha } = scenario;
  const release = await draft();
  const anyone = apiOf(github);
  expect((await anyone("GET", `${repo}/releases/${release.id}`)).status).toBe(404);
  expect((await api("GET", `${repo}/releases/${release.id}`)).body).toMatchObject({
    draft: true,
    published_at: null,
  });
  expect((await api("GET", `${repo}/releases/tags/v1`)).status).toBe(404);
  const asset = await upload(release, "disk.raw.xz");
  expect(asset.body).toMatchObject({
    name: "disk.raw.xz",
    state: "uploaded",
    size: 5,
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
  const published = await api("PATCH", `${repo}/releases/${release.id}`, { draft: false });
  expect(published.body).toMatchObject({ draft: false, assets: [{ name: "disk.raw.xz" }] });
  expect(repository.tags.get("v1")).toBe(sha);
  expect((await anyone("GET", `${repo}/releases/latest`)).body.id).toBe(release.id);
  await github.settled();
  const actions = receiver.received
    .filter(({ event }) => event === "release")
    .map(({ payload }) => String(payload.action));
  expect(actions.sort((a, b) => a.localeCompare(b))).toEqual(["published", "released"]);
  const url = published.body.assets[0].browser_download_url;
  expect(await (await fetch(url)).text()).toBe("bytes");
  const ofLatest = url.replace("/download/v1/", "/latest/download/");
  expect(await (await fetch(ofLatest)).text()).toBe("bytes");
});

test("an asset is given as bytes if that is asked for, and counts its downloads", async () => {
  const { api } = scenario;
  const { body } = await upload(await draft(), "a");
  const path = `${repo}/releases/assets/${body.id}`;
  const { status, headers } = await api("GET", path, undefined, { accept: "application/octet-stream" });
  expect(status).toBe(302);
  const url = headers.get("location") ?? "";
  const part = await fetch(url, { headers: { range: "bytes=2-3" } });
  expect([part.status, part.headers.get("content-disposition"), await part.text()]).toEqual([
    ...[206, 'attachment; filename="a"', "te"],
  ]);
  expect((await api("GET", path)).body.download_count).toBe(1);
});

test.each([
  [422, "size must be less than 2147483648", String(2 ** 31)],
  [400, "Bad Content-Length", "0"],
  [400, "Bad Content-Length", undefined],
])(
  "%i %s: an upload with the length %s is refused before its bytes come",
  async (status, message, length) => {
    const release = await draft();
    const refused = request(new URL(release.upload_url.replace("{?name,label}", "?name=disk.raw")), {
      method: "POST",
      headers: {
        ...{ ...octets, authorization: `Bearer ${scenario.token}` },
        ...(length === undefined ? {} : { "content-length": length }),
      },
    });
    refused.on("error", () => {});
    if (length === "0") refused.end();
    else refused.write("first bytes");
    const [answer] = (await once(refused, "response")) as [IncomingMessage];
    expect([answer.statusCode, await text(answer)]).toEqual([status, expect.stringContaining(message)]);
    refused.destroy();
    expect(scenario.repository.releases.get(release.id)?.assets.size).toBe(0);
  },
);

test("publishing makes the tag that is missing, which is a push; a wrong tag or target is refused", async () => {
  const { api, github, receiver, sha } = scenario;
  const release = await draft("v3");
  expect((await api("PATCH", `${repo}/releases/${release.id}`, { tag_name: "a..b" })).status).toBe(422);
  await api("PATCH", `${repo}/releases/${release.id}`, { target_commitish: "gone" });
  expect((await api("PATCH", `${repo}/releases/${release.id}`, { draft: false })).status).toBe(422);
  await api("PATCH", `${repo}/releases/${release.id}`, { draft: false, target_commitish: sha });
  await github.settled();
  expect(receiver.received.findLast(({ event }) => event === "push")?.payload).toMatchObject({
    ...{ ref: "refs/tags/v3", created: true, after: sha, commits: [], head_commit: { id: sha } },
  });
});

test("the latest release is the newest, or the one that was made so", async () => {
  const { api } = scenario;
  const publish = async (tag: string, fields: object = {}) =>
    (await api("POST", `${repo}/releases`, { tag_name: tag, ...fields })).body.id;
  const latest = async () => (await api("GET", `${repo}/releases/latest`)).body.tag_name;
  const first = await publish("v1");
  await publish("v2");
  await publish("v3", { make_latest: "false" });
  await publish("v4", { prerelease: true });
  expect(await latest()).toBe("v2");
  await api("PATCH", `${repo}/releases/${first}`, { make_latest: "true" });
  expect(await latest()).toBe("v1");
});

test("two assets of a release cannot have one name; after a deletion it is free again", async () => {
  const { api } = scenario;
  const release = await draft();
  const first = await upload(release, "a");
  const again = await upload(release, "a");
  expect([again.status, again.body.errors[0].code]).toEqual([422, "already_exists"]);
  expect((await api("DELETE", `${repo}/releases/assets/${first.body.id}`)).status).toBe(204);
  expect((await upload(release, "a")).status).toBe(201);
});

test("GitHub changes names that it does not like", async () => {
  expect((await upload(await draft(), "a b:c.raw")).body.name).toBe("a.b.c.raw");
});

test("an upload that breaks off leaves an asset in the state starter, which keeps its name until it is deleted", async () => {
  const { api, token } = scenario;
  const release = await draft();
  const url = new URL(release.upload_url.replace("{?name,label}", "?name=disk.raw"));
  const broken = request(url, {
    ...{ method: "POST", headers: { ...octets, authorization: `Bearer ${token}`, "content-length": 1000 } },
  });
  broken.on("error", () => {});
  broken.write("half");
  const assets = async () => (await api("GET", `${repo}/releases/${release.id}/assets`)).body;
  while ((await assets()).length === 0) await delay(5);
  broken.destroy();
  await delay(50);
  expect(await assets()).toMatchObject([{ name: "disk.raw", state: "starter", size: 0, digest: null }]);
  expect((await upload(release, "disk.raw")).status).toBe(422);
  const [{ id }] = await assets();
  await api("DELETE", `${repo}/releases/assets/${id}`);
  expect((await upload(release, "disk.raw")).status).toBe(201);
});

test("a planned fault breaks an upload off and leaves the same", async () => {
  const { github, api } = scenario;
  const release = await draft();
  github.plan([{ on: "request", do: "break-off", times: 1, operation: "repos/upload-release-asset" }]);
  await expect(upload(release, "disk.raw")).rejects.toThrow("fetch failed");
  const { body } = await api("GET", `${repo}/releases/${release.id}/assets`);
  expect(body).toMatchObject([{ name: "disk.raw", state: "starter" }]);
  github.plan([{ on: "request", do: "break-off", times: 1 }]);
  await expect(api("POST", `${repo}/releases`, { tag_name: "v9" })).rejects.toThrow("fetch failed");
  expect(scenario.repository.releases.size).toBe(1);
});

test("drafts may share a tag, published releases may not", async () => {
  const { api } = scenario;
  const [first, second] = [await draft(), await draft()];
  expect((await api("PATCH", `${repo}/releases/${first.id}`, { draft: false })).status).toBe(200);
  const refused = await api("PATCH", `${repo}/releases/${second.id}`, { draft: false });
  expect([refused.status, refused.body.errors[0].code]).toEqual([422, "already_exists"]);
  expect((await api("POST", `${repo}/releases`, { tag_name: "v1" })).status).toBe(422);
});

test("an immutable release keeps its files and its tag, which is burnt when it is deleted", async () => {
  const { repository, api } = scenario;
  repository.immutableReleases = true;
  const release = await draft();
  const asset = await upload(release, "a");
  await api("PATCH", `${repo}/releases/${release.id}`, { draft: false });
  expect((await upload(release, "b")).status).toBe(422);
  expect((await api("DELETE", `${repo}/releases/assets/${asset.body.id}`)).status).toBe(422);
  expect((await api("PATCH", `${repo}/releases/${release.id}`, { tag_name: "v2" })).status).toBe(422);
  expect((await api("DELETE", `${repo}/releases/${release.id}`)).status).toBe(204);
  const refused = await api("POST", `${repo}/releases`, { tag_name: "v1" });
  expect(refused.body.errors[0].message).toContain("immutable release");
});

test("a release of a commit that does not exist is refused", async () => {
  const { status } = await scenario.api("POST", `${repo}/releases`, {
    tag_name: "v1",
    target_commitish: "nowhere",
  });
  expect(status).toBe(422);
});

test("an asset can be renamed and labelled", async () => {
  const { api } = scenario;
  const { body } = await upload(await draft(), "a");
  const path = `${repo}/releases/assets/${body.id}`;
  expect((await api("PATCH", path, { name: "b", label: "Disk" })).body).toMatchObject({
    name: "b",
    label: "Disk",
  });
});
