import { openHttpAgents } from "@debootc/tools/http/http-agents";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { githubApi } from "./github-api.ts";

/** Starts a server that answers as a test wants, and what asks it, or through it. */
async function apiAt(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  { through }: { readonly through?: string } = {},
) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const agents = await openHttpAgents(through === undefined ? {} : { http_proxy: url });
  const waits: number[] = [];
  const call = githubApi({
    ...{ apiUrl: through ?? url, token: "secret", agents, signal: AbortSignal.timeout(30_000) },
    sleep: async (milliseconds) => void waits.push(milliseconds),
    clock: () => new Date(),
  });
  return {
    ...{ call, url, waits },
    [Symbol.asyncDispose]: async () => {
      agents[Symbol.dispose]();
      server.closeAllConnections();
      server.close();
    },
  };
}

test("a proxy of the runner is used", async () => {
  const asked: (string | undefined)[] = [];
  await using api = await apiAt((request, response) => void response.end(asked.push(request.url) && "{}"), {
    through: "http://github.invalid",
  });
  expect((await api.call({ method: "GET", path: "/zen" })).status).toBe(200);
  expect(asked).toEqual(["http://github.invalid/zen"]);
});

test("the token does not follow where an asset leads", async () => {
  const heard: (string | undefined)[] = [];
  await using store = await apiAt((request, response) => {
    heard.push(request.headers.authorization);
    response.end("bytes");
  });
  await using api = await apiAt((request, response) => {
    heard.push(request.headers.authorization);
    response.writeHead(302, { location: `${store.url}/asset` }).end();
  });
  expect((await api.call({ method: "GET", path: "/assets/1" })).bytes.toString()).toBe("bytes");
  expect(heard).toEqual(["Bearer secret", undefined]);
});

test("reading waits and tries again, and gives up with what GitHub said", async () => {
  await using api = await apiAt((_, response) => void response.writeHead(503).end('{"message": "Unicorn"}'));
  await expect(api.call({ method: "GET", path: "/zen?key=hidden" })).rejects.toMatchObject({
    ...{ code: "github-unreachable", message: "cannot call GET /zen: GitHub answered 503: Unicorn" },
  });
  expect(api.waits).toEqual([1000, 2000, 4000, 8000, 16_000]);
});

test("what makes something is not repeated without a look", async () => {
  await using api = await apiAt((_, response) => void response.writeHead(502).end());
  await expect(api.call({ method: "POST", path: "/x", body: {} })).rejects.toThrow("GitHub answered 502");
  expect(api.waits).toEqual([]);
});

test("a limit is waited for as long as GitHub says, unless that is too long", async () => {
  let reset = 60;
  await using api = await apiAt((_, response) => {
    const date = new Date(Date.parse("2026-11-30T12:00:00Z"));
    const headers = {
      ...{ date: date.toUTCString(), "x-ratelimit-remaining": "0" },
      "x-ratelimit-reset": String(date.getTime() / 1000 + reset),
    };
    response.writeHead(403, headers).end("{}");
  });
  await expect(api.call({ method: "POST", path: "/x" })).rejects.toThrow("GitHub answered 403");
  expect(api.waits).toEqual([60_000, 60_000, 60_000, 60_000, 60_000]);
  reset = 3000;
  await expect(api.call({ method: "POST", path: "/x" })).rejects.toThrow("GitHub answered 403");
  expect(api.waits).toHaveLength(5);
});

test("a secondary limit, which only its words tell from a refusal, is waited for", async () => {
  const said = { message: "You have exceeded a secondary rate limit." };
  await using api = await apiAt((_, response) => void response.writeHead(403).end(JSON.stringify(said)));
  await expect(api.call({ method: "POST", path: "/x" })).rejects.toMatchObject({
    code: "github-unreachable",
  });
  expect(api.waits).toEqual([60_000, 60_000, 60_000, 60_000, 60_000]);
});

test("a file that cannot be read is no trouble of GitHub's, and is not tried again", async () => {
  await using api = await apiAt(
    (request, response) => void request.resume().on("end", () => response.end("{}")),
  );
  const upload = { path: "/nonexistent/asset", start: 0, size: 7, mediaType: "text/plain" };
  await expect(api.call({ method: "POST", path: "/x", upload })).rejects.toMatchObject({
    ...{ code: "internal-fault", message: expect.stringContaining("/nonexistent/asset") },
  });
  expect(api.waits).toEqual([]);
});

test("a refusal says all that GitHub says, and nothing that acts on a log", async () => {
  const body = { message: "Validation Failed\u001b[2J", errors: [{ code: "already_exists" }, "and more"] };
  await using api = await apiAt((_, response) => void response.writeHead(422).end(JSON.stringify(body)));
  await expect(api.call({ method: "PATCH", path: "/x" })).rejects.toMatchObject({
    ...{ code: "github-refused", hint: expect.stringContaining("GitHub's words") },
    message:
      "cannot call PATCH /x: GitHub answered 422: Validation Failed\\u001b[2J; already_exists; and more",
  });
});
