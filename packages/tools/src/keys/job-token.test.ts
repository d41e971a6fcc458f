import { createServer, type RequestListener } from "node:http";
import { expect, test } from "vitest";
import { openHttpAgents } from "../http/http-agents.ts";
import { listenLocally } from "../http/listen-locally.ts";
import { jobToken } from "./job-token.ts";

const place = "/token?api-version=2.0";

async function asked(
  answer: RequestListener,
  { proxied = false, signal = new AbortController().signal } = {},
): Promise<string> {
  await using server = await listenLocally(createServer(answer));
  const at = `http://127.0.0.1:${server.port}`;
  using agents = await openHttpAgents(proxied ? { http_proxy: at } : {});
  const wire = { agents, signal, stallSeconds: 5, clock: () => new Date(0) };
  const url = proxied ? `http://github.invalid${place}` : `${at}${place}`;
  return await jobToken({ url, bearer: "hunter2" }, wire);
}

test("a token of the job is asked for with the audience of Sigstore, beside what GitHub put into the address", async () => {
  const token = await asked(({ url, headers }, response) => {
    const isRight = url === `${place}&audience=sigstore` && headers.authorization === "Bearer hunter2";
    response.end(JSON.stringify({ value: isRight ? "a.b.c" : "" }));
  });
  expect(token).toBe("a.b.c");
});

test("it is asked for through the proxy of the environment", async () => {
  const answer: RequestListener = ({ url }, response) =>
    void response.end(JSON.stringify({ value: url?.startsWith("http://github.invalid/") ? "a.b.c" : "" }));

  expect(await asked(answer, { proxied: true })).toBe("a.b.c");
});

test("whoever has cancelled waits for no answer", async () => {
  const controller = new AbortController();

  await expect(
    asked(() => controller.abort(new Error("enough")), { signal: controller.signal }),
  ).rejects.toMatchObject({ name: "AbortError" });
  expect(controller.signal.aborted).toBe(true);
});

test.each<[string, string, RequestListener]>([
  ["403 Forbidden", "denied", (_, response) => void response.writeHead(403).end()],
  ["503 Service Unavailable", "unreachable", (_, response) => void response.writeHead(503).end()],
  ["the answer has none", "refused", (_, response) => void response.end("{}")],
  ["the answer has none", "refused", (_, response) => void response.end("<html>")],
  [
    "302 Found",
    "refused",
    (_, response) => void response.writeHead(302, { location: "http://[::1]/" }).end(),
  ],
  ["socket hang up", "unreachable", (_, response) => void response.destroy()],
])("an answer such as %s is %s, without what the job asked with", async (said, kind, answer) => {
  const error = (await asked(answer).catch((thrown: unknown) => thrown)) as Error;

  expect(error).toMatchObject({ kind, message: expect.stringContaining(said) });
  expect(JSON.stringify([error, error.message, String(error.cause)])).not.toContain("hunter2");
});
