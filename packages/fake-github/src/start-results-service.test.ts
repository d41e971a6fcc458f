import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "./fault-plan.ts";
import { type ResultsService, startResultsService } from "./start-results-service.ts";

let directory: string;
const running: ResultsService[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-fake-github-"));
});
afterEach(async () => {
  for (const service of running.splice(0)) await service.close();
  await rm(directory, { recursive: true });
});

async function start(faults: readonly Fault[] = []) {
  const service = await startResultsService({ directory, faults });
  running.push(service);
  return async (method: string, body: object) => {
    const name = method.includes("Cache") ? "CacheService" : "ArtifactService";
    const url = `${service.url}twirp/github.actions.results.api.v1.${name}/${method}`;
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    const answer = (await response.json()) as { signed_upload_url?: string; signed_download_url?: string };
    return { status: response.status, matched_key: undefined, ...answer };
  };
}

describe("the service of caches", () => {
  async function save(call: Awaited<ReturnType<typeof start>>, key: string, text: string) {
    const { signed_upload_url: url = "" } = await call("CreateCacheEntry", { key, version: "1" });
    await fetch(url, { method: "PUT", body: text });
    await call("FinalizeCacheEntryUpload", { key, version: "1", size_bytes: String(text.length) });
  }

  test("gives what was stored under a key, else the newest whose key begins like a restore key", async () => {
    const call = await start();
    await save(call, "root-1", "one");
    await save(call, "root-2", "two");
    const get = (key: string, version = "1") =>
      call("GetCacheEntryDownloadURL", { key, version, restore_keys: ["other-", "root-"] });

    expect(await get("root-1")).toMatchObject({ ok: true, matched_key: "root-1" });
    const { matched_key: matched, signed_download_url: url = "" } = await get("root-3");
    expect(matched).toBe("root-2");
    expect(await (await fetch(url)).text()).toBe("two");
    expect(await get("root-1", "2")).toMatchObject({ ok: false });
  });

  test("refuses a key that is taken", async () => {
    const call = await start();
    await save(call, "root-1", "one");

    expect(await call("CreateCacheEntry", { key: "root-1", version: "1" })).toMatchObject({ status: 409 });
  });
});

describe("blobs", () => {
  async function blob(): Promise<string> {
    const call = await start();
    const answer = await call("CreateArtifact", { workflow_run_backend_id: "r", name: "a", version: 7 });
    return answer.signed_upload_url ?? "";
  }
  const put = (url: string, query: string, body: string) => fetch(`${url}&${query}`, { method: "PUT", body });

  test("are made of the blocks of a list, in its order, whenever they came", async () => {
    const url = await blob();
    await put(url, "comp=block&blockid=Yg", "world");
    await put(url, "comp=block&blockid=YQ", "hello ");
    await put(url, "comp=blocklist", "<BlockList><Latest>YQ</Latest><Latest>Yg</Latest></BlockList>");

    expect(await (await fetch(url)).text()).toBe("hello world");
    const part = await fetch(url, { headers: { range: "bytes=6-8" } });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      ...[206, "bytes 6-8/11", "wor"],
    ]);
  });

  test("are refused if a block is missing", async () => {
    const url = await blob();

    expect((await put(url, "comp=blocklist", "<Latest>YQ</Latest>")).status).toBe(400);
  });
});

test("faults come as often as they are planned, each at its place", async () => {
  const call = await start([
    { at: "artifact", kind: "error", times: 2 },
    { at: "cache", kind: "full" },
  ]);
  const create = (name: string) => call("CreateArtifact", { workflow_run_backend_id: "r", name });

  expect([(await create("a")).status, (await create("a")).status, (await create("a")).status]).toEqual([
    ...[503, 503, 200],
  ]);
  expect(await call("CreateCacheEntry", { key: "a", version: "1" })).toMatchObject({ status: 403 });
});
