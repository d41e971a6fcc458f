import { expect, test } from "vitest";
import { revokeKey } from "../keys/api-keys.ts";
import { parseKey } from "../keys/key-text.ts";
import { assign, hubScene, plannedRun, start } from "../runs/scene.fixture.ts";
import { type TestedApi, testedApi } from "./api.fixture.ts";

async function open({ app, key }: TestedApi, path = "", headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await app.request(`/api/v1/events${path}`, {
    headers: { Authorization: `Bearer ${key}`, ...headers },
    signal: stop.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    status: response.status,
    headers: response.headers,
    /** Reads until the text so far fits, or the stream ends. */
    until: async (form: RegExp) => {
      while (!form.test(text)) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return `${text}[end]`;
        text += value;
      }
      return text;
    },
    close: async () => {
      stop.abort();
      await reader?.cancel();
    },
  };
}

const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

test("a client that comes back gets every change after the one that it had, once and in order", async () => {
  const hub = await hubScene();
  await plannedRun(hub);
  const api = await testedApi(hub);
  const all = await hub.queries.selectFrom("change").select("id").orderBy("id").execute();
  const newest = all.at(-1)?.id ?? 0;
  const first = await open(api, "", { "Last-Event-ID": "0" });
  expect(idsIn(await first.until(new RegExp(`id: ${newest}\\n\\n`)))).toEqual(all.map(({ id }) => id));
  await first.close();
  await assign(hub);
  const second = await open(api, "", { "Last-Event-ID": String(newest) });
  expect(idsIn(await second.until(new RegExp(`id: ${newest + 2}\\n\\n`)))).toEqual([newest + 1, newest + 2]);
  await second.close();
});

test("a client without a number gets what happens from then on, of its run only", async () => {
  const hub = await hubScene();
  const one = await plannedRun(hub);
  const two = await plannedRun(hub);
  const api = await testedApi(hub);
  const stream = await open(api, `?run=${two}`);
  expect(stream.headers.get("X-Accel-Buffering")).toBe("no");
  expect(stream.headers.get("Content-Type")).toMatch(/^text\/event-stream/);
  await stream.until(/: open/);
  await assign(hub);
  const text = await stream.until(/(data: .*\n[^]*){2}\n\n/);
  expect(text).toContain(`"run":${two}`);
  expect(text).not.toContain(`"run":${one},`);
  expect(await stream.until(/: alive/)).toContain(": alive");
  await stream.close();
});

test("a stream ends when its key is revoked, and when the hub stops", async () => {
  const hub = await hubScene();
  const api = await testedApi(hub);
  const revoked = await open(api);
  await revoked.until(/: open/);
  await revokeKey(hub.queries, parseKey(api.key)?.id ?? "", start);
  expect(await revoked.until(/never/)).toMatch(/\[end\]$/);
  const other = await testedApi(hub);
  const stopped = await open(other);
  await stopped.until(/: open/);
  other.stop();
  expect(await stopped.until(/never/)).toMatch(/\[end\]$/);
});

test("so many clients are served and no more, and one that leaves makes room", async () => {
  const api = await testedApi(await hubScene(), { streams: { most: 2 } });
  const first = await open(api);
  const second = await open(api);
  const refused = await api.get("/api/v1/events");
  expect([refused.status, refused.body.code]).toEqual([503, "hub-busy"]);
  expect(refused.headers.get("Retry-After")).toBe("10");
  await first.until(/: open/);
  await first.close();
  await expect
    .poll(async () => {
      const third = await open(api);
      await third.close();
      return third.status;
    })
    .toBe(200);
  await second.close();
});

test("a number that this hub never gave is refused, rather than waited for", async () => {
  const api = await testedApi(await hubScene());
  const answer = await api.ask("GET", "/api/v1/events", undefined, { "Last-Event-ID": "999" });
  expect(answer.body).toMatchObject({
    code: "request-invalid",
    detail: expect.stringContaining("the newest one"),
  });
  expect((await api.ask("GET", "/api/v1/events", undefined, { "Last-Event-ID": "x" })).status).toBe(400);
});
