import { orderSchema } from "@debootc/core/fleet/agent-messages";
import { openHttpAgents } from "@debootc/tools/http/http-agents";
import { listenLocally } from "@debootc/tools/http/listen-locally";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import * as z from "zod";
import { hubClient } from "./hub-client.ts";

const anything: z.ZodType = z.unknown();
const { signal } = new AbortController();

/** Asks a hub that answers in this way, and returns what came of it. */
async function ask(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  { schema = anything, proxy = {}, patience = 5000 } = {},
) {
  await using server = await listenLocally(createServer((request, response) => answer(response, request)));
  using agents = await openHttpAgents(proxy);
  const client = hubClient({ hub: `http://127.0.0.1:${server.port}`, token: "the-token", agents });
  // The server is there for as long as the question.
  return await client({ path: "/next", body: { term: 1 }, answer: schema, patience, signal }).catch(
    (error: unknown) => error,
  );
}

const problem = (status: number, code: string) => (response: ServerResponse) =>
  response.writeHead(status).end(JSON.stringify({ code, detail: "so it is" }));

test("the token is in a header, and in nothing else", async () => {
  let asked = "";
  await ask((response, request) => {
    asked = JSON.stringify([request.url, request.rawHeaders]);
    response.end("{}");
  });
  expect(asked).toContain('"authorization","Bearer the-token"');
  expect(asked.match(/the-token/g)).toHaveLength(1);
});

test.each([
  [401, "not-authenticated", "unauthorized"],
  [403, "not-allowed", "unauthorized"],
  [409, "session-ended", "session-ended"],
  [409, "state-conflict", "refused"],
  [404, "not-found", "refused"],
  [429, "hub-busy", "unreachable"],
  [503, "hub-busy", "unreachable"],
])("%s %s is a fault of the kind that says what to do", async (status, code, kind) => {
  expect(await ask(problem(status, code))).toMatchObject({
    kind,
    message: `it says ${status}: so it is`,
  });
});

test("what is no hub, such as a proxy in trouble, may be one later", async () => {
  for (const status of [401, 403, 404, 407, 413])
    expect(await ask((response) => response.writeHead(status).end("<html>"))).toMatchObject({
      ...{ kind: "unreachable", message: `it says ${status}` },
    });
  expect(await ask((response) => response.destroy())).toMatchObject({ kind: "unreachable" });
  expect(await ask(() => {}, { patience: 50 })).toMatchObject({ message: "no answer within 0.05 s" });
});

test("a hub says how long it does not want to be asked", async () => {
  const busy = (response: ServerResponse) => {
    response.setHeader("Retry-After", "7");
    problem(503, "hub-busy")(response);
  };
  expect(await ask(busy)).toMatchObject({ pause: 7000 });
});

test("a redirect is not followed, since it would lead the token elsewhere", async () => {
  let count = 0;
  const fault = await ask((response) => {
    count += 1;
    response.writeHead(307, { Location: "http://127.0.0.1:9/" }).end();
  });
  expect([count, fault]).toMatchObject([1, { kind: "unreachable" }]);
});

test("an answer of another form is refused without repeating it: it may have a secret", async () => {
  const order = { id: "../1", jitConfig: "the-secret", timeoutSeconds: "long" };
  const fault = await ask((response) => response.end(JSON.stringify(order)), { schema: orderSchema });
  expect(fault).toMatchObject({ kind: "unreachable", message: expect.stringContaining("timeoutSeconds: ") });
  expect(String(fault)).not.toContain("the-secret");
});

test("an answer without an end is not read for ever", async () => {
  const fault = await ask((response) => {
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
      response.once("drain", more);
    };
    more();
  });
  expect(fault).toMatchObject({ message: "the answer is longer than 1048576 bytes" });
});

test("the way leads through a proxy where the environment has one", async () => {
  const asked: string[] = [];
  await using proxy = await listenLocally(
    createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end('{"through":"the proxy"}');
    }),
  );
  const variables = { http_proxy: `http://127.0.0.1:${proxy.port}` };
  expect(await ask((response) => response.end("{}"), { proxy: variables })).toEqual({ through: "the proxy" });
  expect(asked[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1\/agent\/next$/);
});
