import { run } from "@debootc/tools/run";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { post, startHubProcess } from "../serve/hub-process.fixture.ts";

async function db(...args: readonly string[]) {
  const program = join(import.meta.dirname, "main.ts");
  return run({ tool: process.execPath, args: [program, ...args], accept: "all" });
}

test("a hub is asked and stopped, backed up, lost and restored, and its key and deliveries are there again", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-drill-"));
  const [lost, fresh, file] = ["lost", "fresh", "hub.gz"].map((name) => join(work.path, name)) as [
    string,
    string,
    string,
  ];
  const first = await startHubProcess({ DEBOOTC_HUB_DATA_DIR: lost });
  const [key = ""] = /debootc_\w+_[\w-]+/.exec(first.written()) ?? [];
  const ask = async (url: string, path: string) =>
    (await fetch(`${url}/api/v1${path}`, { headers: { Authorization: `Bearer ${key}` } })).json();
  expect(await post(first.url, "ping", "a-delivery", { zen: "Keep it." })).toBe(202);
  expect(await ask(first.url, "/deliveries/a-delivery")).toMatchObject({ event: "ping" });
  const stream = await fetch(`${first.url}/api/v1/events`, { headers: { Authorization: `Bearer ${key}` } });
  const streamed = stream.text();

  expect(await db("check", "--data-dir", lost)).toMatchObject({
    exitCode: 60,
    stderr: expect.stringContaining("another hub uses"),
  });
  expect(await first.end("SIGTERM")).toBe(0);
  expect(await streamed).toContain(": open");

  expect(await db("backup", file, "--data-dir", lost)).toMatchObject({ exitCode: 0 });
  expect(await db("restore", file, "--data-dir", lost)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("has rows"),
  });
  expect(await db("restore", file, "--data-dir", fresh)).toMatchObject({ exitCode: 0 });
  expect(await db("check", "--data-dir", fresh)).toMatchObject({ exitCode: 0 });
  const { stdout } = await db("check", "--data-dir", fresh, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ damage: [] });
  expect((await db("check", "--data-dir", join(work.path, "typing-error"))).exitCode).toBe(2);

  const second = await startHubProcess({ DEBOOTC_HUB_DATA_DIR: fresh });
  expect(second.written()).not.toContain("debootc_");
  expect(await ask(second.url, "/deliveries/a-delivery")).toMatchObject({ event: "ping" });
  expect(await second.end("SIGTERM")).toBe(0);
}, 300_000);
