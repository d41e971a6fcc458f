import { describe, expect, test } from "vitest";
import { apiPath, type GitHubCall } from "./call.ts";
import { githubServer, json, privateKey } from "./github-server.fixture.ts";

const reading: GitHubCall = { method: "GET", path: "/x", installation: 1, cost: "read" };
const writing: GitHubCall = { method: "POST", path: "/x", installation: 1, cost: "content", body: { a: 1 } };
const read = ({ bytes }: { bytes: Uint8Array }): unknown => JSON.parse(Buffer.from(bytes).toString());

describe("the client of GitHub", () => {
  test("asks once for the token of an installation, and again before it ends", async () => {
    let now = Date.parse("2026-11-30T12:00:00Z");
    await using github = await githubServer((_, response) => json(response, 200, {}), {
      now: () => new Date(now),
    });
    const asked = () => github.got.filter(({ path }) => path.endsWith("/access_tokens")).length;
    await Promise.all([github.call(reading), github.call(reading), github.call(reading)]);
    expect(asked()).toBe(1);
    now += 54 * 60_000;
    await github.call(reading);
    expect(asked()).toBe(1);
    now += 2 * 60_000;
    await github.call(reading);
    expect(asked()).toBe(2);
    expect(github.got.at(-1)?.headers.authorization).toBe("Bearer token-2");
  });

  test("gets another token when GitHub no longer takes the one that it has", async () => {
    await using github = await githubServer(({ headers }, response) =>
      json(response, headers.authorization === "Bearer token-1" ? 401 : 200, { fine: true }),
    );
    expect(read(await github.call(reading))).toEqual({ fine: true });
  });

  test("writes what it was to write where a renamed repository is now, and at no other host", async () => {
    const leads: Readonly<Record<string, string>> = {
      "/old": "/repositories/1",
      "/away": "http://127.0.0.2:1/x",
    };
    await using github = await githubServer(({ path }, response) =>
      path in leads
        ? json(response, 301, {}, { location: leads[path] ?? "" })
        : json(response, 201, { fine: true }),
    );
    expect(read(await github.call({ ...writing, path: "/old" }))).toEqual({ fine: true });
    expect(github.got.at(-1)).toMatchObject({ method: "POST", path: "/repositories/1", body: '{"a":1}' });
    await expect(github.call({ ...writing, path: "/away" })).rejects.toMatchObject({ status: 301 });
  });

  test("goes by GitHub's clock when its own is wrong", async () => {
    const github = new Date("2026-11-30T12:00:00Z");
    await using server = await githubServer(
      ({ headers }, response) => {
        const [, part = ""] = (headers.authorization ?? "").split(".");
        const { iat, exp } = JSON.parse(Buffer.from(part, "base64url").toString());
        const seconds = github.getTime() / 1000;
        const isGood = iat <= seconds && exp > seconds && exp - iat <= 600;
        json(response, isGood ? 200 : 401, {}, { date: github.toUTCString() });
      },
      { now: () => new Date("2026-11-30T14:00:00Z") },
    );
    expect((await server.call({ method: "GET", path: "/app", cost: "read" })).status).toBe(200);
    expect(server.got).toHaveLength(2);
  });

  test("does not ask again for what has not changed, but for another installation", async () => {
    await using github = await githubServer(({ headers }, response) => {
      if (headers["if-none-match"] === '"1"') response.writeHead(304).end();
      else json(response, 200, { from: headers.authorization }, { etag: '"1"' });
    });
    const first = read(await github.call(reading));
    expect(read(await github.call(reading))).toEqual(first);
    expect(github.got.at(-1)?.headers["if-none-match"]).toBe('"1"');
    expect(read(await github.call({ ...reading, installation: 2 }))).toEqual({ from: "Bearer token-2" });
  });

  test("tells what GitHub may have done from what it has not", async () => {
    await using github = await githubServer(({ method, path }, response) => {
      if (path === "/lost" && method === "POST") response.socket?.destroy();
      else json(response, path === "/gateway" ? 502 : 422, { message: "no such thing" });
    });
    await expect(github.call({ ...writing, path: "/lost" })).rejects.toMatchObject({
      code: "github-unreachable",
      mayBeDone: true,
    });
    await expect(github.call({ ...writing, path: "/gateway" })).rejects.toMatchObject({
      code: "github-unreachable",
      mayBeDone: true,
      status: 502,
    });
    await expect(github.call(writing)).rejects.toMatchObject({
      code: "github-refused",
      mayBeDone: false,
      status: 422,
      message: expect.stringContaining("no such thing"),
    });
  });

  test("fails with the moment when the limits are used up for longer than it waits", async () => {
    const until = new Date(Date.now() + 60_000);
    const limits = { take: async () => until, note: async () => undefined };
    await using github = await githubServer((_, response) => json(response, 200, {}), { limits });
    await expect(github.call({ ...reading, path: "/secret?token=x" })).rejects.toMatchObject({
      code: "github-unreachable",
      retryAt: until,
      message: expect.not.stringContaining("token=x"),
    });
    expect(github.got).toEqual([]);
  });

  test("waits for the limits as long as a call says, and lets it prepare only once they allow it", async () => {
    const waits: Date[] = [new Date(Date.now() + 1000)];
    const limits = {
      take: async ({ path }: GitHubCall) => (path === writing.path ? waits.shift() : undefined),
      note: async () => undefined,
    };
    await using github = await githubServer((_, response) => json(response, 200, {}), { limits });
    let prepared = 0;
    const call = { ...writing, patience: 0, beforeSent: async () => void prepared++ };
    await expect(github.call(call)).rejects.toHaveProperty("retryAt");
    expect({ prepared, sent: github.got.filter(({ path }) => path === "/x") }).toEqual({
      prepared: 0,
      sent: [],
    });

    waits.push(new Date(Date.now() + 1000));
    await github.call({ ...call, patience: 2000 });
    expect(prepared).toBe(1);
  });

  test("never says its token or key", async () => {
    await using github = await githubServer(({ headers }, response) =>
      json(response, 403, {
        message: `bad: ${"x".repeat(2000)}`,
        errors: [{ message: String(headers.host) }],
      }),
    );
    const error: unknown = await github.call(reading).catch((thrown: unknown) => thrown);
    const text = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(text).not.toContain("token-1");
    expect(text).not.toContain(privateKey.slice(40, 80));
    expect(text.length).toBeLessThan(2000);
  });

  test("names the file if the key is not one, without quoting it", async () => {
    const { appToken } = await import("./app-token.ts");
    expect(() => appToken({ appId: 1, privateKey: "hunter2" }, new Date())).toThrow(/not an RSA key/);
    expect(() => appToken({ appId: 1, privateKey: "hunter2" }, new Date())).not.toThrow(/hunter2/);
  });
});

test("no word of a path leads to another path", () => {
  expect(apiPath`/a/${"../b?c#d"}/e`).toBe("/a/..%2Fb%3Fc%23d/e");
});
