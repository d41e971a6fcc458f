import { mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "@debootc/core/event/event";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DockerRegistry, startDockerRegistry } from "@debootc/tools/registry/docker-registry.fixture";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.fixture.ts";
import { finishedCompose } from "./finished-compose.fixture.ts";
import { failedPush, pushCall } from "./push-call.fixture.ts";
import { startTokenServer, type TokenServer } from "./token-server.fixture.ts";

const login = "robot";
const password = "s3cret-word";
const encoded = Buffer.from(`${login}:${password}`).toString("base64");
let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
let proxy: FaultProxy;
let events: Event[];
let count = 0;

beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-login-"));
  await finishedCompose(join(work.path, "out"), "one-1-20261130.0", ["minimal/amd64"]);
});
afterAll(() => work.remove());
afterEach(() => proxy[Symbol.asyncDispose]());

async function call(auth: string | undefined, changes: { readonly mountFrom?: string[] } = {}) {
  const file = join(work.path, "auth.json");
  await writeFile(file, JSON.stringify({ auths: auth === undefined ? {} : { [proxy.registry]: { auth } } }));
  events = [];
  return {
    ...{ given: "one-1-20261130.0", outputDir: join(work.path, "out"), events },
    ...{ at: `${proxy.registry}/login/n${count++}:13`, registry: { REGISTRY_AUTH_FILE: file } },
    ...changes,
  };
}

/** All that a push leaves for others to read. */
async function leftBehind(...more: readonly unknown[]): Promise<string> {
  const logs = join(work.path, "out/one-1-20261130.0/logs/push");
  const texts = (await readdir(logs)).map((name) => readFile(join(logs, name), "utf8"));
  return [JSON.stringify(events), ...(await Promise.all(texts)), ...more.map(String)].join("\n");
}

describe("with name and password", () => {
  let registry: DockerRegistry;
  beforeAll(async () => {
    // robot:s3cret-word
    const users = "robot:$2y$04$aAVLB9uRzgKBAOc3zF8Sde3LgLAMVy2JGMZ9qZtyQvcCr5/AozX2.\n";
    registry = await startDockerRegistry({
      auth: { htpasswd: { realm: "test", path: "DIRECTORY/users" } },
      files: { users },
    });
  });
  afterAll(() => registry[Symbol.asyncDispose]());
  beforeEach(async () => {
    proxy = await startFaultProxy(registry.port);
  });

  test("the login of the auth file is used, and never shown", async () => {
    const result = await pushCall(await call(encoded));

    expect(result.tags).toEqual(["13"]);
    const all = await leftBehind(JSON.stringify(result));
    expect(all).not.toContain(password);
    expect(all).not.toContain(encoded);
  });

  test("without a login the error says how to log in", async () => {
    const error = await failedPush(await call(undefined));

    expect(error).toMatchObject({
      code: "credentials-refused",
      hint: expect.stringContaining(`skopeo login ${proxy.registry}`),
    });
  });

  test("a wrong password is refused with the file that it is from, without trying again", async () => {
    const wrong = Buffer.from(`${login}:wrong-${password}`).toString("base64");
    const error = await failedPush(await call(wrong));

    expect(error).toMatchObject({ code: "credentials-refused", hint: expect.stringContaining("auth.json") });
    expect(await leftBehind(error.stack, error.cause)).not.toContain(password);
    expect(proxy.requests.filter(({ method }) => method !== "GET").length).toBeLessThan(9);
  });
});

describe("with tokens", () => {
  let registry: DockerRegistry;
  let tokens: TokenServer;
  beforeAll(async () => {
    tokens = await startTokenServer(login, password);
    registry = await startDockerRegistry({
      auth: {
        token: {
          realm: tokens.realm,
          service: "registry",
          issuer: "test",
          rootcertbundle: "DIRECTORY/roots",
        },
      },
      files: { roots: tokens.certificate },
    });
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await tokens[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    proxy = await startFaultProxy(registry.port);
    tokens.wanted.length = 0;
    tokens.tokens.length = 0;
    tokens.life = () => ({ said: 300, real: 300 });
  });

  test("one token serves the whole push, for this repository and those to mount from", async () => {
    const wish = await call(encoded, { mountFrom: ["login/other"] });
    const result = await pushCall(wish);

    const [, name = ""] = /^[^/]+\/([^:]+)/.exec(wish.at) ?? [];
    expect(tokens.wanted).toEqual([
      {
        scopes: [`repository:${name}:pull,push`, "repository:login/other:pull"],
        authorization: `Basic ${encoded}`,
      },
    ]);
    const all = await leftBehind(JSON.stringify(result));
    for (const secret of [password, encoded, ...tokens.tokens]) expect(all).not.toContain(secret);
  });

  test("a token that the registry finds expired is renewed", async () => {
    tokens.life = (nth) => (nth === 0 ? { said: 300, real: -3600 } : { said: 300, real: 300 });

    expect(await pushCall(await call(encoded))).toMatchObject({ tags: ["13"] });
    expect(tokens.wanted).toHaveLength(2);
  });

  test("a token that expires while a blob is on its way is renewed, and the upload ends well", async () => {
    let expired = false;
    const challenge = `Bearer realm="${tokens.realm}",service="registry",error="invalid_token"`;
    proxy.plan = ({ method }) => {
      if (expired || method !== "PATCH") return undefined;
      expired = true;
      return { kind: "status", status: 401, headers: { "www-authenticate": challenge } };
    };

    expect(await pushCall(await call(encoded))).toMatchObject({ sent: { blobs: 6 } });
    expect(tokens.wanted).toHaveLength(2);
  });

  test("a token is renewed before it expires, so that nothing has to be sent twice", async () => {
    tokens.life = () => ({ said: 0, real: 300 });

    await pushCall(await call(encoded));

    expect(tokens.wanted.length).toBeGreaterThan(5);
    expect(proxy.requests.filter(({ status }) => status === 401)).toHaveLength(1);
  });

  test("the login goes to no other host that an answer leads to", async () => {
    const other = await startFaultProxy(registry.port);
    await using _ = other;
    other.plan = () => ({ kind: "status", status: 404 });
    proxy.plan = ({ method, path }) =>
      method === "HEAD" && path.includes("/blobs/")
        ? { kind: "status", status: 307, headers: { location: `http://${other.registry}/elsewhere` } }
        : undefined;

    await pushCall(await call(encoded));

    expect(other.requests.length).toBeGreaterThan(0);
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual(
      other.requests.map(() => undefined),
    );
  });

  test("a wrong password is refused by the server of the tokens", async () => {
    const wrong = Buffer.from(`${login}:other`).toString("base64");

    expect(await failedPush(await call(wrong))).toMatchObject({ code: "credentials-refused" });
    expect(tokens.wanted).toHaveLength(1);
  });
});
