import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blobPath } from "@debootc/core/oci/descriptor";
import { expect, test } from "vitest";
import { startDockerRegistry } from "@debootc/tools/registry/docker-registry.fixture";
import type { ProxiedRequest } from "./fault-proxy.fixture.ts";
import { finishedCompose } from "./finished-compose.fixture.ts";
import { linesOf, pushScene } from "./push-scene.fixture.ts";
import { selfSigned } from "./self-signed.fixture.ts";

const scene = pushScene();
const { pushed, failure, direct, tags } = scene;

test("an upload whose connection is dropped goes on where the registry got to", async () => {
  let cut = false;
  scene.proxy().plan = ({ method, headers }) => {
    if (cut || method !== "PATCH" || Number(headers["content-length"]) < 3_000_000) return undefined;
    cut = true;
    return { kind: "cut", after: 2_000_000 };
  };

  const result = await pushed("one-1-20261130.0");

  const ranges = scene.proxy().requests.flatMap(({ headers }) => headers["content-range"] ?? []);
  expect(ranges).toEqual([expect.stringMatching(/^2000000-3\d{6}$/)]);
  expect(result.sent.blobs).toBe(6);
  expect((await direct("manifests/13")).status).toBe(200);
});

test("an upload that nobody answers is begun anew after a while", async () => {
  scene.proxy().plan = ({ method, nth }) => (method === "PATCH" && nth === 0 ? { kind: "stall" } : undefined);

  expect((await pushed("one-1-20261130.0", { stallSeconds: 0.5 })).sent.blobs).toBe(6);
  expect(scene.proxy().requests.filter(({ method }) => method === "PATCH")).toHaveLength(7);
});

test("an upload that the registry gave up begins anew", async () => {
  let dropped = false;
  scene.proxy().plan = ({ method, headers }) => {
    if (dropped || method !== "PATCH" || Number(headers["content-length"]) < 3_000_000) return undefined;
    dropped = true;
    return { kind: "drop", after: 1_000_000 };
  };

  expect((await pushed("one-1-20261130.0")).sent.blobs).toBe(6);
  expect(dropped).toBe(true);
  // Six blobs, and the one that began twice.
  expect(scene.proxy().requests.filter(({ method }) => method === "POST")).toHaveLength(7);
});

test.each([
  ["500", { kind: "status", status: 500 }],
  ["503 with Retry-After", { kind: "status", status: 503, headers: { "retry-after": "1" } }],
  ["429", { kind: "status", status: 429, headers: { "retry-after": "0" } }],
  ["a changed byte", { kind: "garble" }],
] as const)("%s once, while a blob is sent, is survived", async (_, fault) => {
  const times: number[] = [];
  scene.proxy().plan = ({ method, nth }) => {
    if (method !== "PATCH") return undefined;
    times.push(performance.now());
    return nth === 0 ? fault : undefined;
  };

  expect((await pushed("one-1-20261130.0")).sent.blobs).toBe(6);
  expect(times).toHaveLength(7);
  if (fault.kind === "status" && fault.status === 503)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(990);
});

test.each([
  [
    "429 for an hour",
    "registry-unreachable",
    { kind: "status", status: 429, headers: { "retry-after": "3600" } },
    1,
  ],
  ["503 for ever", "registry-unreachable", { kind: "status", status: 503 }, 4],
  ["405", "registry-refused", { kind: "status", status: 405 }, 1],
  ["403", "credentials-refused", { kind: "status", status: 403 }, 1],
] as const)("%s on a manifest ends the push, and no tag has moved", async (_, code, fault, attempts) => {
  scene.proxy().plan = ({ method, path }) =>
    method === "PUT" && path.includes("/manifests/") ? fault : undefined;

  const error = await failure("one-1-20261130.0");

  expect(error).toMatchObject({ code, message: expect.stringContaining("no tag was moved") });
  expect(error.hint).toBeTruthy();
  expect(linesOf(scene.proxy().requests).filter((line) => /^PUT.*manifests/.test(line))).toHaveLength(
    attempts,
  );
  expect((await direct("manifests/13")).status).toBe(404);
});

test.each([
  ["a blob", ({ method, path }: ProxiedRequest) => method === "PUT" && path.includes("/blobs/")],
  [
    "a manifest",
    ({ method, path }: ProxiedRequest) => method === "PUT" && path.includes("/manifests/sha256:"),
  ],
])("a registry that says another digest of %s is not trusted", async (_, isIt) => {
  const header = {
    kind: "header",
    name: "docker-content-digest",
    value: `sha256:${"0".repeat(64)}`,
  } as const;
  scene.proxy().plan = (request) => (isIt(request) ? header : undefined);

  expect(await failure("one-1-20261130.0")).toMatchObject({ code: "verification-differs" });
  expect((await direct("manifests/13")).status).toBe(404);
});

test("a manifest that is read back with another byte ends the push", async () => {
  scene.proxy().plan = ({ method, path }) =>
    method === "GET" && path.includes("/manifests/sha256:") ? { kind: "garble-answer" } : undefined;

  expect(await failure("one-1-20261130.0")).toMatchObject({ code: "verification-differs" });
  expect(await tags().catch(() => [])).toEqual([]);
});

test("when the second tag fails, the error says that the first was moved", async () => {
  scene.proxy().plan = ({ method, path }) =>
    method === "PUT" && path.endsWith("/latest") ? { kind: "status", status: 403 } : undefined;

  expect((await failure("one-1-20261130.0", { tag: ["latest"] })).message).toMatch(
    /these tags were moved: .*13$/,
  );
});

test("a registry that nobody runs, and a server that is none, are reported as such", async () => {
  expect(await failure("one-1-20261130.0", { at: "127.0.0.1:1/a/b:c" })).toMatchObject({
    code: "registry-unreachable",
  });
  scene.proxy().plan = () => ({ kind: "status", status: 404 });
  expect(await failure("one-1-20261130.0")).toMatchObject({ code: "registry-refused" });
});

test("a registry elsewhere is asked without TLS only where that is allowed", async () => {
  // This address leads to this machine, too, but nothing says so.
  const at = `${scene.proxy().registry.replace("127.0.0.1", "0.0.0.0")}/${scene.name()}:13`;

  const error = await failure("one-1-20261130.0", { at });
  expect(error).toMatchObject({
    code: "registry-unreachable",
    hint: expect.stringContaining("--insecure-http"),
  });
  expect(scene.proxy().requests).toEqual([]);
  expect(await pushed("one-1-20261130.0", { at, insecureHttp: true })).toMatchObject({ tags: ["13"] });
});

test("a registry with a certificate that this machine does not trust is refused at once, also on this machine", async () => {
  const { key, certificate } = await selfSigned();
  await using registry = await startDockerRegistry({
    tls: { certificate: "DIRECTORY/certificate", key: "DIRECTORY/key" },
    files: { key, certificate },
  });

  expect(await failure("one-1-20261130.0", { at: `127.0.0.1:${registry.port}/a:b` })).toMatchObject({
    code: "trust-refused",
    hint: expect.stringContaining("update-ca-certificates"),
  });
});

test("a damaged layer on this disk is not blamed on the registry", async () => {
  const directory = await finishedCompose(scene.out(), "hurt-1-20261130.0", ["minimal/amd64"]);
  const layout = join(directory, "compose/minimal/amd64/oci");
  const { manifests } = JSON.parse(await readFile(join(layout, "index.json"), "utf8"));
  const manifest = JSON.parse(await readFile(join(layout, blobPath(manifests[0].digest)), "utf8"));
  const layer = join(layout, blobPath(manifest.layers[1].digest));
  const bytes = await readFile(layer);
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  await writeFile(layer, bytes);

  const error = await failure("hurt-1-20261130.0");

  expect(error).toMatchObject({
    code: "image-invalid",
    message: expect.stringContaining(manifest.layers[1].digest),
  });
});

test("a push that is cancelled while bytes are on their way ends soon, and moves no tag", async () => {
  const stop = new AbortController();
  scene.proxy().plan = ({ method, headers }) => {
    if (method !== "PATCH" || Number(headers["content-length"]) < 3_000_000) return undefined;
    stop.abort();
    return undefined;
  };

  expect(await failure("one-1-20261130.0", { signal: stop.signal })).toMatchObject({ code: "cancelled" });
  expect((await direct("manifests/13")).status).toBe(404);
});
