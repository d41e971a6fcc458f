import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, request as httpRequest, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseAptCredentials } from "../apt/apt-auth.ts";
import { download } from "./download.ts";
import { DownloadError } from "./download-error.ts";
import { type FaultServer, startFaultServer } from "./fault-server.fixture.ts";
import { openHttpAgents } from "./http-agents.ts";

const content = Buffer.from("0123456789".repeat(100));
let directory: string;
let server: FaultServer;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-download-"));
  server = await startFaultServer(directory);
  await writeFile(join(directory, "file name+~%"), content);
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

interface Variation {
  readonly url?: string;
  readonly size?: number;
  readonly proxy?: Readonly<Record<string, string>>;
  readonly auth?: string;
}

async function fetchFile({
  url,
  size = content.length,
  proxy = {},
  auth = "",
}: Variation = {}): Promise<Buffer> {
  const file = join(directory, "fetched");
  using agents = await openHttpAgents(proxy);
  await download({
    url: url ?? `${server.url}/file%20name+~%25`,
    file,
    size,
    stallSeconds: 5,
    agents,
    credentials: parseAptCredentials(auth),
    signal: new AbortController().signal,
    onLength: () => {},
  });
  return readFile(file);
}

test("a file arrives whole", async () => {
  expect(await fetchFile()).toEqual(content);
});

test("a partial file is continued", async () => {
  await writeFile(join(directory, "fetched"), content.subarray(0, 400));

  expect(await fetchFile()).toEqual(content);
  expect(server.requests.map(({ range }) => range)).toEqual(["bytes=400-"]);
});

test("a file that is already too long is downloaded again", async () => {
  await writeFile(join(directory, "fetched"), Buffer.alloc(2000));

  expect(await fetchFile()).toEqual(content);
});

test("a missing file is distinguished from a server in trouble", async () => {
  await expect(fetchFile({ url: `${server.url}/none` })).rejects.toMatchObject({ kind: "gone" });
  await expect(fetchFile({ url: "http://127.0.0.1:1/x" })).rejects.toMatchObject({ kind: "unreachable" });
  await expect(fetchFile({ url: `file:${directory}/none` })).rejects.toMatchObject({ kind: "gone" });
});

test("a redirect that never ends is refused", async () => {
  server.plan = () => ({ kind: "redirect", location: "/again" });

  await expect(fetchFile()).rejects.toThrow(new DownloadError("refused", "more than 5 redirects"));
});

test.each([
  ["file:///etc/passwd", "a redirect from http to file"],
  ["ftp://example.org/x", "a redirect from http to ftp"],
  ["http://[", 'a redirect to "http://[", which is not an address'],
])("a redirect to %s is refused", async (location, message) => {
  server.plan = () => ({ kind: "redirect", location });

  await expect(fetchFile()).rejects.toThrow(new DownloadError("refused", message));
});

test("a header that is too long is refused", async () => {
  server.plan = () => ({ kind: "long-header", bytes: 10_000_000 });

  await expect(fetchFile()).rejects.toThrow(
    new DownloadError("refused", "an HTTP header of more than 16384 bytes"),
  );
});

test("a file that never ends is stopped at its length", async () => {
  server.plan = () => ({ kind: "endless" });

  await expect(fetchFile()).rejects.toThrow(new DownloadError("wrong-size", "more than 1000 bytes"));
});

test("credentials go to their own host only", async () => {
  const auth = `machine ${server.url} login me password secret`;
  server.plan = (path) =>
    path === "/elsewhere"
      ? { kind: "redirect", location: `${server.url.replace("127.0.0.1", "localhost")}/file%20name+~%25` }
      : undefined;

  await fetchFile({ url: `${server.url}/elsewhere`, auth });

  expect(server.requests.map(({ authorization }) => authorization)).toEqual([
    `Basic ${Buffer.from("me:secret").toString("base64")}`,
    undefined,
  ]);
});

test("a proxy is used, except for hosts that need none", async () => {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(request.url ?? "");
    request.pipe(
      httpRequest(request.url ?? "", (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  const http_proxy = `http://127.0.0.1:${await listen(proxy)}`;

  expect(await fetchFile({ proxy: { http_proxy } })).toEqual(content);
  await rm(join(directory, "fetched"));
  expect(await fetchFile({ proxy: { http_proxy, no_proxy: "127.0.0.1" } })).toEqual(content);

  expect(seen).toEqual([`${server.url}/file%20name+~%25`]);
  proxy.closeAllConnections();
  proxy.close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
