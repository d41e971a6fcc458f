import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runnerClient } from "../act-runner/runner-client.ts";
import { readRunnerSettings } from "../act-runner/runner-settings.ts";
import { apiOf, startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const repo = "/repos/octo/images";
const { signal } = new AbortController();
const content = Buffer.from("bytes of a zip");
const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** Begins a job as its runner does, and returns how it calls the services. */
async function beginJob() {
  const { api, github } = scenario;
  github.planJobs(() => [{ name: "a", labels: ["x"], permissions: { metadata: "read", actions: "read" } }]);
  const { body } = await api("POST", `${repo}/actions/runners/generate-jitconfig`, {
    ...{ name: `host-${Math.random()}`, runner_group_id: 1, labels: ["x"] },
  });
  const client = runnerClient(readRunnerSettings(body.encoded_jit_config));
  await client.open();
  await api("POST", `${repo}/actions/workflows/build.yml/dispatches`, {
    ref: "main",
    inputs: { matrix: "" },
  });
  const message = await client.next(signal);
  if (message === undefined) throw new Error("no job");
  const token = message.variables["ACTIONS_RUNTIME_TOKEN"] ?? "";
  const { scp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  const [, run, job] = String(scp).split(":");
  const call = async (method: string, fields: object, service = "ArtifactService") => {
    const path = `twirp/github.actions.results.api.v1.${service}/${method}`;
    const answer = await fetch(`${message.variables["ACTIONS_RESULTS_URL"]}${path}`, {
      ...{ method: "POST", headers: { authorization: `Bearer ${token}` } },
      body: JSON.stringify({ workflow_run_backend_id: run, workflow_job_run_backend_id: job, ...fields }),
    });
    // oxlint-disable-next-line typescript/no-explicit-any -- answers are read freely in tests
    const read: any = await answer.json();
    return { ...read, status: answer.status };
  };
  const upload = async (name: string, fields: object = {}) => {
    const { signed_upload_url: url = "" } = await call("CreateArtifact", {
      ...{ name, version: 7, mime_type: "application/zip", ...fields },
    });
    const id = Buffer.from("1").toString("base64");
    await fetch(`${url}&comp=block&blockid=${id}`, { method: "PUT", body: content });
    const list = `<BlockList><Latest>${id}</Latest></BlockList>`;
    expect((await fetch(`${url}&comp=blocklist`, { method: "PUT", body: list })).status).toBe(201);
    return call("FinalizeArtifact", { name, size: String(content.length), hash: digest });
  };
  return { client, message, call, upload };
}

test("what a job uploads is an artifact of its run, with its digest, for the API and for other jobs", async () => {
  const { api, github } = scenario;
  const first = await beginJob();
  const { artifact_id: id } = await first.upload("leg-a-amd64");
  await first.client.complete(first.message.job.id, { conclusion: "success", outputs: {} });

  const listed = await api("GET", `${repo}/actions/runs/${first.message.run.id}/artifacts`);
  expect(listed.body).toMatchObject({
    total_count: 1,
    artifacts: [
      { id: Number(id), name: "leg-a-amd64", size_in_bytes: content.length, digest, expired: false },
    ],
  });
  // A later job reads it as @actions/artifact does with findBy: by the API, with its own token.
  const second = await beginJob();
  const asJob = apiOf(github, second.message.token);
  const { headers, status } = await asJob("GET", `${repo}/actions/artifacts/${id}/zip`);
  expect(status).toBe(302);
  const url = headers.get("location") ?? "";
  expect(await (await fetch(url)).text()).toBe(content.toString());
  const part = await fetch(url, { headers: { range: "bytes=6-" } });
  expect([part.status, await part.text()]).toEqual([206, "of a zip"]);
  expect((await fetch(url, { headers: { range: "bytes=99-" } })).status).toBe(416);
  await github.advance(60_000);
  expect((await fetch(url)).status).toBe(403);
});

test("downloads are cut, damaged and refused as it is planned", async () => {
  const { api, github, repository } = scenario;
  const { message } = await beginJob();
  const bytes = Buffer.alloc(5000, "x");
  const { id } = github.addArtifact(repository, message.run.id, { name: "leg", content: bytes });
  const download = async () => {
    const { headers } = await api("GET", `${repo}/actions/artifacts/${id}/zip`);
    const answer = await fetch(headers.get("location") ?? "");
    return { status: answer.status, content: Buffer.from(await answer.arrayBuffer()) };
  };
  github.plan([
    { on: "download", do: "cut", bytes: 4000, times: 1 },
    { on: "download", do: "damage", times: 1 },
    { on: "download", do: "unavailable", times: 1 },
  ]);
  await expect(download()).rejects.toThrow("terminated");
  const damaged = await download();
  expect([damaged.content.length, damaged.content.equals(bytes)]).toEqual([5000, false]);
  expect((await download()).status).toBe(503);
  expect((await download()).content.equals(bytes)).toBe(true);
});

test("jobs of one run see each other's artifacts, and no name is taken twice", async () => {
  const { call, upload } = await beginJob();
  await upload("leg");
  expect((await call("CreateArtifact", { name: "leg" })).status).toBe(409);
  const { artifacts } = await call("ListArtifacts", {});
  expect(artifacts).toMatchObject([{ name: "leg", digest, size: String(content.length) }]);
  const { signed_url: url = "" } = await call("GetSignedArtifactURL", { name: "leg" });
  const answer = await fetch(url);
  expect([answer.headers.get("content-disposition"), await answer.text()]).toEqual([
    ...['attachment; filename="leg.zip"', content.toString()],
  ]);
  expect((await call("DeleteArtifact", { name: "leg" })).status).toBe(200);
  expect((await fetch(url)).status).toBe(404);
});

test("an artifact expires when its upload says so, and is deleted through the API", async () => {
  const { api, github, repository } = scenario;
  const { upload } = await beginJob();
  const day = 24 * 3_600_000;
  const { artifact_id: short } = await upload("short", {
    expires_at: new Date(github.now() + 60_000).toISOString(),
  });
  const { artifact_id: long } = await upload("long");
  expect(repository.artifacts.get(Number(long))?.expiresAt).toBe(github.now() + 90 * day);
  await github.advance(60_000);
  expect((await api("GET", `${repo}/actions/artifacts/${short}`)).body.expired).toBe(true);
  expect((await api("GET", `${repo}/actions/artifacts/${short}/zip`)).status).toBe(410);
  expect((await api("DELETE", `${repo}/actions/artifacts/${long}`)).status).toBe(204);
  const left = await api("GET", `${repo}/actions/artifacts`);
  expect(left.body.artifacts.map(({ name }: { name: string }) => name)).toEqual(["short"]);
});

test("without the token of a job that runs nothing is told, and none reaches another run", async () => {
  const first = await beginJob();
  const second = await beginJob();
  await first.upload("leg");
  const { scp } = JSON.parse(
    Buffer.from(
      (first.message.variables["ACTIONS_RUNTIME_TOKEN"] ?? "").split(".")[1] ?? "",
      "base64url",
    ).toString(),
  );
  const other = String(scp).split(":")[1];
  expect((await second.call("ListArtifacts", { workflow_run_backend_id: other })).status).toBe(403);
  await first.client.complete(first.message.job.id, { conclusion: "success", outputs: {} });
  expect((await first.call("ListArtifacts", {})).status).toBe(401);
});

test("the caches of a repository outlive a job", async () => {
  const first = await beginJob();
  const entry = { key: "root-1", version: "1" };
  const { signed_upload_url: url = "" } = await first.call("CreateCacheEntry", entry, "CacheService");
  await fetch(url, { method: "PUT", body: "cached" });
  await first.call("FinalizeCacheEntryUpload", entry, "CacheService");
  const second = await beginJob();
  const found = await second.call(
    "GetCacheEntryDownloadURL",
    { ...entry, key: "root-2", restore_keys: ["root-"] },
    "CacheService",
  );
  expect(await (await fetch(found["signed_download_url"] ?? "")).text()).toBe("cached");
});
