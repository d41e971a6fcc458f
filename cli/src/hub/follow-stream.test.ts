import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followStream } from "./follow-stream.ts";
import { readEvents } from "./read-events.ts";

let answers: ((response: ServerResponse, lastId: string | undefined) => void)[] = [];
const asked: (string | undefined)[] = [];
const server = createServer((request, response) => {
  const lastId = request.headers["last-event-id"];
  asked.push(typeof lastId === "string" ? lastId : undefined);
  answers.shift()?.(response, asked.at(-1));
});

beforeEach(async () => {
  vi.stubEnv("DEBOOTC_HUB_KEY", "debootc_0_secret");
  asked.length = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

async function follow(patience = 60_000, silence = 60_000): Promise<string[]> {
  const hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const seen: string[] = [];
  const { signal } = new AbortController();
  const isLast = ({ event }: { readonly event: string }) => event === "end";
  for await (const { data } of followStream({ hub }, { path: "/x", isLast, signal, patience, silence }))
    seen.push(data);
  return seen;
}

const begin = (response: ServerResponse) => response.writeHead(200, { "Content-Type": "text/event-stream" });

test("a connection that breaks goes on behind the last event that came whole", async () => {
  answers = [
    (response) => {
      begin(response).write(": open\n\nevent: log\nid: 1:4\ndata: one\n\nevent: log\nid: 1:8\ndata: tw", () =>
        response.destroy(),
      );
    },
    (response) => void response.writeHead(502).end("proxy"),
    (response) => void begin(response).end("event: log\nid: 1:8\ndata: two\n\nevent: end\ndata: over\n\n"),
  ];
  expect(await follow()).toEqual(["one", "two", "over"]);
  expect(asked).toEqual([undefined, "1:4", "1:4"]);
});

test("a hub that says nothing, before it answers or after, is asked again", async () => {
  answers = [
    () => {},
    (response) => void begin(response).write("id: 1:4\ndata: one\n\n"),
    (response) => void begin(response).end("event: end\ndata: over\n\n"),
  ];
  expect(await follow(60_000, 100)).toEqual(["one", "over"]);
  expect(asked).toEqual([undefined, undefined, "1:4"]);
  answers = [() => {}];
  await expect(follow(0, 100)).rejects.toMatchObject({ code: "hub-unreachable" });
});

test("what the hub refuses ends it, and so does a hub that does not come back", async () => {
  const problem = { code: "not-found", detail: "there is no task 7" };
  answers = [(response) => void response.writeHead(404).end(JSON.stringify(problem))];
  await expect(follow()).rejects.toMatchObject({ code: "not-found" });
  answers = [(response) => void response.destroy()];
  await expect(follow(0)).rejects.toMatchObject({ code: "hub-unreachable" });
});

test("events are read however their text is cut", async () => {
  const text = ": c\r\nid: 7\r\nevent: log\r\ndata: a\r\ndata:b\r\n\r\ndata: \u00e9\n\n";
  const whole = [
    { id: "7", event: "log", data: "a\nb" },
    { event: "message", data: "\u00e9" },
  ];
  for (const size of [1, 2, 5, 100]) {
    const pieces = async function* () {
      for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
    };
    const events = [];
    for await (const event of readEvents(pieces())) events.push(event);
    expect(events).toEqual(whole);
  }
});
