import { createServer, type RequestListener } from "node:http";
import { expect, test } from "vitest";
import { listenLocally } from "../http/listen-locally.ts";
import { jobToken } from "./job-token.ts";

async function asked(answer: RequestListener) {
  await using server = await listenLocally(createServer(answer));
  return await jobToken({ url: `http://127.0.0.1:${server.port}/token?api-version=2.0`, bearer: "hunter2" });
}

test("a token of the job is asked for with the audience of Sigstore, beside what GitHub put into the address", async () => {
  const token = await asked(({ url, headers }, response) => {
    const isRight =
      url === "/token?api-version=2.0&audience=sigstore" && headers.authorization === "Bearer hunter2";
    response.end(JSON.stringify({ value: isRight ? "a.b.c" : "" }));
  });
  expect(token).toBe("a.b.c");
});

test.each<[string, RequestListener]>([
  ["status 403", (_, response) => void response.writeHead(403).end()],
  ["no token", (_, response) => void response.end("{}")],
  ["JSON", (_, response) => void response.end("<html>")],
  ["fetch failed", (_, response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end()],
])("an answer with %s is told apart, without what the job asked with", async (said, answer) => {
  const error = (await asked(answer).catch((thrown: unknown) => thrown)) as Error & { code: string };
  expect(error).toMatchObject({
    code: "signing-service-unreachable",
    message: expect.stringContaining(said),
  });
  expect(error.message).not.toContain("hunter2");
});
