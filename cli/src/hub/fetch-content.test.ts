import { digestOfBytes } from "@debootc/core/record/digest";
import { listenLocally } from "@debootc/tools/http/listen-locally";
import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fetchContent, fileOfArtifact } from "./fetch-content.ts";

const bytes = Buffer.from("the bytes of a result");

beforeEach(() => void vi.stubEnv("DEBOOTC_HUB_KEY", "debootc_0_secret"));
afterEach(() => void vi.unstubAllEnvs());

/** Downloads from a hub that answers in this way; returns what there is then, or what it failed by. */
async function fetched(answer: (response: ServerResponse) => void, digest: string | null = null) {
  await using server = await listenLocally(createServer((_, response) => answer(response)));
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-fetch-"));
  const content = { path: "/artifacts/1/content", file: join(work.path, "leg.zip"), digest, silence: 200 };
  const { signal } = new AbortController();
  const failure = await fetchContent(
    { hub: `http://127.0.0.1:${server.port}` },
    { ...content, signal },
  ).catch((error: unknown) => error);
  const files = await readdir(work.path);
  return { failure, files, text: files.length === 0 ? "" : await readFile(content.file, "utf8") };
}

test("a file appears once it is whole and has its digest", async () => {
  const { files, text } = await fetched((response) => response.end(bytes), digestOfBytes(bytes));
  expect([files, text]).toEqual([["leg.zip"], bytes.toString()]);
});

test.each<[string, (response: ServerResponse) => void, string]>([
  ["differs", (response) => response.end("other"), "verification-differs"],
  ["breaks off", (response) => response.write("the", () => response.destroy()), "hub-unreachable"],
  ["falls silent", (response) => response.write("the"), "hub-unreachable"],
  ["never begins", () => {}, "hub-unreachable"],
  [
    "is refused",
    (response) => response.writeHead(404).end('{"code":"artifact-missing","detail":"it has expired"}'),
    "artifact-missing",
  ],
])("a download that %s leaves no file", async (_, answer, code) => {
  const { failure, files } = await fetched(answer, digestOfBytes(bytes));
  expect([failure, files]).toMatchObject([{ code }, []]);
});

test.each([
  ["leg-a-amd64", "leg-a-amd64.zip"],
  ["../../.ssh/rc", "artifact-7.zip"],
  ["/etc/cron.d/x", "artifact-7.zip"],
  [".bashrc", "artifact-7.zip"],
  ["a\u001b[2J", "artifact-7.zip"],
  ["", "artifact-7.zip"],
  ["x".repeat(5000), "artifact-7.zip"],
])("an artifact called %j is downloaded to %s", (name, file) => {
  expect(fileOfArtifact({ id: 7, name })).toBe(file);
});
