import { expect, test } from "vitest";
import { after, report, start } from "../runs/scene.fixture.ts";
import { append, logScene } from "../task-log/log-scene.fixture.ts";
import { type TestedApi, testedApi } from "./api.fixture.ts";

/** Opens a stream of a log, and returns what it sends. */
async function follow({ app, key }: TestedApi, path: string, lastId?: string) {
  const response = await app.request(`/api/v1/tasks/${path}`, {
    headers: { Authorization: `Bearer ${key}`, ...(lastId === undefined ? {} : { "Last-Event-ID": lastId }) },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    status: response.status,
    /** Reads until the text so far fits, or the stream ends. */
    until: async (form: RegExp) => {
      while (!form.test(text)) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return `${text}[end]`;
        text += value;
      }
      return text;
    },
    close: () => reader?.cancel(),
  };
}

interface LogEvent {
  readonly id: string;
  readonly attempt: number;
  readonly offset: number;
  readonly next: number;
  readonly text: string;
}

function eventsIn(text: string): LogEvent[] {
  return [...text.matchAll(/^event: log\ndata: (.*)\nid: (.*)$/gm)].map(([, data = "", id = ""]) => ({
    ...(JSON.parse(data) as Omit<LogEvent, "id">),
    id,
  }));
}

test("a log is read in parts of whole lines, each with the place of the next one", async () => {
  const hub = await logScene();
  await append(hub, { text: "one\r\n\u001b[31mtwo\u001b[0m\nthr" });
  const { get } = await testedApi(hub);
  const whole = await get("/api/v1/tasks/1/log");
  expect(whole.body).toBe("one\ntwo\n");
  expect(whole.headers.get("Debootc-Log-Next")).toBe("18");
  expect(whole.headers.get("Debootc-Log-Over")).toBe("false");
  expect((await get("/api/v1/tasks/1/log?offset=5")).body).toBe("two\n");
  expect((await get("/api/v1/tasks/1/log?offset=18")).body).toBe("");
  expect((await get("/api/v1/tasks/1/log?offset=22")).status).toBe(400);
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "failure" });
  const over = await get("/api/v1/tasks/1/log?offset=18&attempt=1");
  expect([over.body, over.headers.get("Debootc-Log-Over")]).toEqual(["thr", "true"]);
});

test("a task without a log says where else to look", async () => {
  const { get } = await testedApi(await logScene());
  expect((await get("/api/v1/tasks/2/log")).body).toMatchObject({
    code: "not-found",
    hint: expect.stringContaining("GitHub"),
  });
  expect((await get("/api/v1/tasks/99/log")).body.detail).toBe("there is no task 99");
  expect((await get("/api/v1/tasks/99/log/stream")).status).toBe(404);
});

test("a client that comes back to a stream gets what is behind its last event, once and without a gap", async () => {
  const hub = await logScene();
  await append(hub, { text: "one\ntwo\nthr" });
  const api = await testedApi(hub, { clock: () => after(60) });
  const stream = await follow(api, "1/log/stream");
  const [event] = eventsIn(await stream.until(/id: 1:8\n\n/));
  expect(event).toEqual({ id: "1:8", attempt: 1, offset: 0, next: 8, text: "one\ntwo\n" });
  await stream.close();
  await append(hub, { text: "ee\nfour\n", offset: 11 });
  const again = await follow(api, "1/log/stream", "1:8");
  expect(eventsIn(await again.until(/id: 1:19\n\n/))).toEqual([
    { id: "1:19", attempt: 1, offset: 8, next: 19, text: "three\nfour\n" },
  ]);
  await append(hub, { text: "five", offset: 19 });
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "success" });
  const text = await again.until(/never/);
  expect(eventsIn(text).at(-1)).toMatchObject({ id: "1:23", text: "five" });
  expect(text).toMatch(/event: end\ndata: \{"state":"COMPLETED"\}\n\n\[end\]$/);
});

test("a stream waits for the last lines of a task that is over", async () => {
  const hub = await logScene();
  await append(hub, { text: "one\n" });
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "success" });
  let now = start;
  const api = await testedApi(hub, { clock: () => now, streams: { lingerMs: 3000, heartbeatMs: 20 } });
  const stream = await follow(api, "1/log/stream");
  expect(await stream.until(/: alive/)).not.toContain("event: end");
  await append(hub, { text: "the last line", offset: 4 });
  now = after(4);
  expect(eventsIn(await stream.until(/event: end/)).map(({ text }) => text)).toEqual([
    "one\n",
    "the last line",
  ]);
});

test("a stream goes on with the next attempt, unless one was asked for", async () => {
  const hub = await logScene();
  await append(hub, { text: "lost" });
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "stale", runner: null });
  const { assign } = await import("../runs/scene.fixture.ts");
  await assign(hub, after(1000));
  await append(hub, { text: "again\n", attempt: 2, order: "1-ghijkl" });
  const api = await testedApi(hub, { clock: () => after(2000) });
  const both = await follow(api, "1/log/stream");
  expect(eventsIn(await both.until(/id: 2:6\n\n/)).map(({ id, text }) => `${id} ${text}`)).toEqual([
    "1:4 lost",
    "2:6 again\n",
  ]);
  await both.close();
  const one = await follow(api, "1/log/stream?attempt=1");
  expect(eventsIn(await one.until(/never/)).map(({ id }) => id)).toEqual(["1:4"]);
  const answer = await api.ask("GET", "/api/v1/tasks/1/log/stream?attempt=1", undefined, {
    "Last-Event-ID": "2:6",
  });
  expect(answer.body.code).toBe("request-invalid");
});

test("lines are found in all logs, in pages", async () => {
  const hub = await logScene();
  await append(hub, { text: "a needle\nanother needle\n" });
  const { get } = await testedApi(hub);
  const page = (await get("/api/v1/log/search?q=needle&limit=1")).body;
  expect(page.items).toEqual([{ task: 1, attempt: 1, line: 2, offset: 17, text: "another needle" }]);
  const last = (await get(`/api/v1/log/search?q=needle&limit=1&cursor=${page.next}`)).body;
  expect(last).toEqual({ items: [{ task: 1, attempt: 1, line: 1, offset: 2, text: "a needle" }] });
  expect((await get(`/api/v1/log/search?q=other&cursor=${page.next}`)).status).toBe(400);
  expect((await get("/api/v1/log/search?q=x")).status).toBe(400);
  expect((await get("/api/v1/log/search?q=a%0Ab")).status).toBe(400);
  expect((await get("/api/v1/log/search?q=needle&run=77")).body).toEqual({ items: [] });
});
