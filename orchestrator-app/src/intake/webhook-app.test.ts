import type { HttpBindings } from "@hono/node-server";
import { createAdaptorServer } from "@hono/node-server";
import { listenLocally } from "@debootc/tools/http/listen-locally";
import type { Hono } from "hono";
import type { Server } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { memoryLog, type MemoryLog } from "../log/memory-log.fixture.ts";
import { start } from "../runs/scene.fixture.ts";
import { headersOf, secret, signatureOf } from "./delivery.fixture.ts";
import { type IntakeCounters, intakeCounters } from "./intake-counters.ts";
import type { NewDelivery } from "./new-delivery.ts";
import { type Intake, webhookApp } from "./webhook-app.ts";

interface Door {
  readonly url: string;
  readonly port: number;
  readonly stored: NewDelivery[];
  readonly log: MemoryLog;
  readonly counters: IntakeCounters;
}

/** Opens the door of deliveries, which are stored in a list, for the time of a test. */
async function atTheDoor(changes: Partial<Intake>, use: (door: Door) => Promise<void>): Promise<void> {
  const stored: NewDelivery[] = [];
  const [log, counters] = [memoryLog(), intakeCounters()];
  const app: Hono<{ Bindings: HttpBindings }> = webhookApp({
    secrets: () => [secret],
    store: async (delivery) => {
      if (stored.some(({ guid }) => guid === delivery.guid)) return false;
      stored.push(delivery);
      return true;
    },
    onStored: () => {},
    ...{ counters, log, clock: () => start },
    ...changes,
  });
  await using server = await listenLocally(createAdaptorServer({ fetch: app.fetch }) as Server);
  const { port } = server;
  await use({ url: `http://127.0.0.1:${port}/webhooks`, port, stored, log, counters });
}

const body = JSON.stringify({ action: "opened", installation: { id: 3 }, repository: { id: 4 } });

async function post({ url }: Door, sent: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  const answer = await fetch(url, { method: "POST", body: sent, headers });
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get("content-type"), text, json: JSON.parse(text) };
}

describe("a delivery", () => {
  test("that is signed is stored as it is and then accepted, and accepted again without effect", () =>
    atTheDoor({}, async (door) => {
      expect(await post(door, body, headersOf(body))).toMatchObject({
        status: 202,
        json: { state: "accepted" },
      });
      expect(await post(door, body, headersOf(body))).toMatchObject({
        status: 202,
        json: { state: "known" },
      });
      expect(door.stored).toEqual([
        {
          guid: "00000000-0000-0000-0000-000000000000",
          event: "push",
          action: "opened",
          installationId: 3,
          repositoryId: 4,
          body,
          receivedAt: start,
        },
      ]);
      expect(door.counters).toMatchObject({ accepted: 1, duplicates: 1, forged: 0 });
    }));

  test("may be signed by either of two secrets, which change while the hub runs", async () => {
    let secrets = ["old", "new"];
    await atTheDoor({ secrets: () => secrets }, async (door) => {
      const by = (key: string) =>
        post(door, body, headersOf(body, { "x-hub-signature-256": signatureOf(body, key) }));

      expect(await by("old")).toMatchObject({ status: 202 });
      expect(await by("new")).toMatchObject({ status: 202 });
      secrets = ["new"];
      expect(await by("old")).toMatchObject({ status: 401 });
      secrets = [];
      expect(await by("new")).toMatchObject({ status: 500, json: { code: "hub-settings-invalid" } });
    });
  });

  test.each([
    ["without a signature", { "x-hub-signature-256": "" }],
    ["signed by another secret", { "x-hub-signature-256": signatureOf(body, "guess") }],
    ["with the signature of another body", { "x-hub-signature-256": signatureOf(`${body} `) }],
    ["with a shortened signature", { "x-hub-signature-256": signatureOf(body).slice(0, -2) }],
    ["with a signature in capitals", { "x-hub-signature-256": signatureOf(body).toUpperCase() }],
    ["with two signatures", { "x-hub-signature-256": `${signatureOf(body)}, ${signatureOf(body)}` }],
  ])("%s is refused as forged, and the answer and the log help nobody to forge one", (_, changes) =>
    atTheDoor({}, async (door) => {
      const answer = await post(door, body, headersOf(body, changes));

      expect(answer).toMatchObject({
        status: 401,
        type: "application/problem+json",
        json: { code: "webhook-refused" },
      });
      expect(door.stored).toEqual([]);
      expect(door.counters).toMatchObject({ forged: 1, accepted: 0 });
      for (const text of [answer.text, JSON.stringify(door.log.lines)]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(signatureOf(body).slice(7));
      }
    }),
  );

  test("that is forged is not parsed: nothing is said of its other faults", () =>
    atTheDoor({}, async (door) => {
      const headers = headersOf("{", { "x-hub-signature-256": signatureOf("other"), "x-github-event": "<>" });

      expect(await post(door, "{", headers)).toMatchObject({ status: 401 });
    }));

  test("that is forged a thousand times is logged a few times", () =>
    atTheDoor({}, async (door) => {
      const forged = headersOf(body, { "x-hub-signature-256": signatureOf("other") });
      for (let round = 0; round < 20; round++) {
        await Promise.all(Array.from({ length: 50 }, () => post(door, body, forged)));
      }

      expect(door.counters.forged).toBe(1000);
      expect(door.log.lines).toHaveLength(1);
    }));

  test.each([
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, body, 415],
    ["of another encoding", { "content-type": "application/json; charset=latin1" }, body, 415],
    ["of no type", { "content-type": "" }, body, 415],
    ["with no event", { "x-github-event": "" }, body, 400],
    ["with an event that is a path", { "x-github-event": "../push" }, body, 400],
    ["with a long GUID", { "x-github-delivery": "a".repeat(101) }, body, 400],
    ["with a GUID that is no word", { "x-github-delivery": "a b" }, body, 400],
    ["that is not JSON", {}, `${body}}`, 400],
    ["that is empty", {}, "", 400],
    ["that is a number", {}, "12", 400],
    ["that is a list", {}, "[]", 400],
    ["that begins with a byte order mark", {}, `\uFEFF${body}`, 400],
    ["that is nested deeply", {}, `${"[".repeat(100_000)}${"]".repeat(100_000)}`, 400],
    ["that is nested deeply and incomplete", {}, `{"a":${"[".repeat(1_000_000)}`, 400],
  ])("%s is refused although it is signed", (_, changes: Record<string, string>, sent, status) =>
    atTheDoor({}, async (door) => {
      expect(await post(door, sent, headersOf(sent, changes))).toMatchObject({
        status,
        type: "application/problem+json",
      });
      expect(door.stored).toEqual([]);
      expect(door.counters.forged).toBe(0);
    }),
  );

  test("that is not UTF-8 is refused, and brackets in its texts are no depth", () =>
    atTheDoor({}, async (door) => {
      const latin = Buffer.from(`{"name":"caf\u00e9"}`, "latin1");
      expect(await post(door, latin, headersOf(latin))).toMatchObject({ status: 400 });
      const brackets = JSON.stringify({ text: `\\"${"[{".repeat(1000)}` });
      expect(await post(door, brackets, headersOf(brackets))).toMatchObject({ status: 202 });
    }));

  test("that is compressed is refused before it is read", () =>
    atTheDoor({}, async (door) => {
      const packed = gzipSync(body);
      const headers = headersOf(packed, { "content-encoding": "gzip" });

      expect(await post(door, packed, headers)).toMatchObject({ status: 415 });
    }));

  test("that cannot be stored is not accepted, so that GitHub shows it as failed", () =>
    atTheDoor({ store: () => Promise.reject(new Error("disk full at /secret/place")) }, async (door) => {
      const answer = await post(door, body, headersOf(body));

      expect(answer).toMatchObject({ status: 503, json: { code: "database-unreachable" } });
      expect(answer.text).not.toContain("/secret/place");
      expect(JSON.stringify(door.log.lines)).toContain("could not store");
      expect(door.counters).toMatchObject({ unstored: 1, accepted: 0 });
    }));

  test("that the database takes too long for is not accepted, before GitHub gives up", () => {
    const never = { store: () => new Promise<boolean>(() => {}), limits: { storeTime: 50 } };
    return atTheDoor(never, async (door) => {
      expect(await post(door, body, headersOf(body))).toMatchObject({ status: 503 });
    });
  });
});

describe("a body", () => {
  const limits = { body: 1000, allBodies: 5000, bodyTime: 300 };

  test("of just the greatest length is taken, and one byte more is refused, announced or not", () =>
    atTheDoor({ limits }, async (door) => {
      const fits = JSON.stringify({ x: "y".repeat(1000 - 8) });
      expect(Buffer.byteLength(fits)).toBe(1000);
      expect(await post(door, fits, headersOf(fits))).toMatchObject({ status: 202 });
      const long = `${fits} `;
      expect(await post(door, long, headersOf(long))).toMatchObject({ status: 413 });
      expect(await raw(door, chunked(long))).toMatch(
        /^HTTP\/1.1 413 [^]*connection: close[^]*request-too-large/i,
      );
      const announced = request(["Content-Length: 99999999999"], "");
      expect(await raw(door, announced)).toMatch(/^HTTP\/1.1 413 /);
    }));

  test("that never ends is cut off at the limit, however much is sent", () =>
    atTheDoor({ limits }, async (door) => {
      const answer = await raw(door, request(["Transfer-Encoding: chunked"], ""), (socket) => {
        const piece = `${(1024).toString(16)}\r\n${"x".repeat(1024)}\r\n`;
        const send = () => {
          while (!socket.destroyed && socket.write(piece));
        };
        socket.on("drain", send);
        send();
      });

      expect(answer).toMatch(/^(HTTP\/1.1 413 [^]*)?$/);
      expect(door.counters.refused.get("request-too-large")).toBe(1);
    }));

  test("that comes byte by byte is given up after its time", () =>
    atTheDoor({ limits }, async (door) => {
      const answer = await raw(door, request([`Content-Length: 900`], ""), (socket) => {
        const timer = setInterval(() => socket.write("x"), 20);
        socket.on("close", () => clearInterval(timer));
      });

      expect(answer).toMatch(/^HTTP\/1.1 408 [^]*request-too-slow/);
    }));

  test("whose sender goes away is forgotten, and costs nothing of the memory for others", () =>
    atTheDoor({ limits }, async (door) => {
      for (let round = 0; round < 20; round++) {
        await raw(door, request(["Content-Length: 900"], "x".repeat(890)), (socket) => {
          setTimeout(() => socket.destroy(), 10);
        });
      }

      expect(await post(door, body, headersOf(body))).toMatchObject({ status: 202 });
    }));

  test("waits for nobody when all memory for bodies is taken: it is refused for now", () =>
    atTheDoor({ limits: { ...limits, bodyTime: 3000 } }, async (door) => {
      const slow = Array.from({ length: 6 }, () =>
        raw(door, request(["Content-Length: 1000"], "x".repeat(900))),
      );
      await expect.poll(() => door.counters.refused.get("intake-busy")).toBe(1);
      const answers = await Promise.all(slow);

      expect(answers.filter((answer) => answer.startsWith("HTTP/1.1 503 "))).toHaveLength(1);
      expect(answers.filter((answer) => answer.startsWith("HTTP/1.1 408 "))).toHaveLength(5);
      expect(await post(door, body, headersOf(body))).toMatchObject({ status: 202 });
    }));
});

function request(headers: readonly string[], sent: string): string {
  const lines = Object.entries(headersOf(sent)).map(([name, value]) => `${name}: ${value}`);
  return [`POST /webhooks HTTP/1.1`, "Host: x", ...lines, ...headers, "", sent].join("\r\n");
}

function chunked(sent: string): string {
  const chunk = `${Buffer.byteLength(sent).toString(16)}\r\n${sent}\r\n0\r\n\r\n`;
  return request(["Transfer-Encoding: chunked"], chunk);
}

/** Sends bytes as they are; returns what is answered until the connection ends. */
function raw(
  { port }: Door,
  sent: string,
  more?: (socket: ReturnType<typeof connect>) => void,
): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(sent);
      more?.(socket);
    });
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}
