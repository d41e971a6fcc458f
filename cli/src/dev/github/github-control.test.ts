import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { githubControl } from "./github-control.ts";

const asked: string[] = [];
let answers: Readonly<Record<string, unknown>>;
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  const [path = ""] = (request.url ?? "").split("?");
  const answer = answers[path];
  response.writeHead(answer === undefined ? 403 : 200).end(JSON.stringify(answer ?? { message: "no" }));
});
const control = () =>
  githubControl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, new AbortController().signal);

beforeEach(async () => {
  asked.length = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const ledgerWith = (...operations: string[]) => ({
  ...{ events: [], attempts: [], dispatches: [], runners: [], pairs: [], violations: [] },
  requests: operations.map((operation) => ({ operation, status: 200 })),
});
const release = (id: number, draft: boolean) => ({
  ...{ id, tag_name: `v${id}`, name: null, draft, html_url: "", assets: [] },
});

test("releases are read when one may have come, and not each time", async () => {
  const { releases } = control();
  answers = { "/_fake/ledger": ledgerWith("checks/create"), "/repos/dev/images/releases": [] };
  expect(await releases("dev/images")).toEqual([]);
  answers = {
    "/_fake/ledger": ledgerWith("checks/create", "repos/create-release"),
    "/repos/dev/images/releases": [release(2, true), release(1, false)],
  };
  for (let look = 0; look < 3; look++)
    expect(await releases("dev/images")).toMatchObject([{ tag_name: "v1" }]);

  expect(asked.filter((line) => line.includes("/repos/"))).toHaveLength(1);
});

test("while GitHub refuses to list them, those that are known count", async () => {
  const { releases } = control();
  answers = { "/_fake/ledger": ledgerWith("repos/update-release") };
  expect(await releases("dev/images")).toEqual([]);
  answers = { ...answers, "/repos/dev/images/releases": [release(1, false)] };
  expect(await releases("dev/images")).toHaveLength(1);
});

test("a step that is refused is told with GitHub's words", async () => {
  answers = {};
  await expect(control().steps({ do: "dance" })).rejects.toMatchObject({
    code: "scenario-failed",
    message: "no",
  });
});
