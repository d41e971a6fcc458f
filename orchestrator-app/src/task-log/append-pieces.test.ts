import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { after, start } from "../runs/scene.fixture.ts";
import { append, first, logScene, textOf } from "./log-scene.fixture.ts";
import { lastLines } from "./last-lines.ts";
import { pruneLogs } from "./prune-logs.ts";
import { logHeads, readKept } from "./read-log.ts";

test("a piece is stored once, cut where the hub has it already, and refused behind a gap", async () => {
  const hub = await logScene();
  expect(await append(hub, { text: "one\ntw" })).toMatchObject({ next: 6, outcome: "stored" });
  expect(await append(hub, { text: "one\ntw" })).toMatchObject({ next: 6, outcome: "repeated" });
  expect(await append(hub, { text: "e", offset: 9 })).toMatchObject({ next: 6, outcome: "gap" });
  expect(await append(hub, { text: "two\nthree\n", offset: 4 })).toMatchObject({ next: 14, stored: 8 });
  expect(await append(hub, { text: "", offset: 14 })).toMatchObject({ next: 14 });
  expect(await textOf(hub)).toBe("one\ntwo\nthree\n");
  const lines = await hub.queries.selectFrom("log_chunk").select("first_line").orderBy("start").execute();
  expect(lines.map(({ first_line }) => first_line)).toEqual([1, 2]);
});

test("any order of pieces, with repetitions and overlaps, ends in the same bytes", async () => {
  const hub = await logScene();
  await fc.assert(
    fc
      .asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 80 })), { maxLength: 20 }),
        async (output, wild) => {
          const send = (from: number, length: number) =>
            append(hub, { text: output.subarray(from, from + length), offset: from });
          for (const [from, length] of wild) await send(Math.min(from, output.length), length);
          // The agent then goes on where the hub says that it is.
          let { next } = await send(output.length, 1);
          while (next < output.length) ({ next } = await send(next, 50));
          const kept = await readKept(hub.queries, first, { from: 0, most: 1000 });
          expect(Buffer.from(kept).equals(Buffer.from(output))).toBe(true);
        },
      )
      .beforeEach(async () => void (await hub.queries.deleteFrom("log").execute())),
    {
      numRuns: 40,
      examples: [
        [
          Uint8Array.of(0, 255, 10, 0xc3, 0x28),
          [
            [0, 2],
            [4, 1],
            [1, 3],
          ],
        ],
      ],
    },
  );
});

test("another order continues the log, and what an earlier one still says is taken and dropped", async () => {
  const hub = await logScene();
  await append(hub, { text: "lost host\n" });
  expect(await append(hub, { text: "again\n", order: "1-ghijkl" })).toMatchObject({ next: 6 });
  expect(await append(hub, { text: "late", offset: 10 })).toMatchObject({ next: 14, outcome: "late" });
  expect(await append(hub, { text: "done\n", order: "1-ghijkl", offset: 6 })).toMatchObject({ next: 11 });
  expect(await textOf(hub)).toBe("lost host\nagain\ndone\n");
});

test("of a log that is too long, the beginning and the end are kept, and what is left out is counted", async () => {
  const hub = await logScene();
  expect(await append(hub, { text: "0123456789\n" }, 8)).toMatchObject({
    next: 11,
    outcome: "cut",
    stored: 8,
  });
  const much = "x".repeat(40_000);
  expect(await append(hub, { text: `${much}\nthe end\n`, offset: 11 }, 8)).toMatchObject({ next: 40_020 });
  const text = await textOf(hub);
  expect(text).toMatch(/^01234567\n\[\d+ bytes are left out here: .*\]\nx+\nthe end\n$/);
  const [, missing = ""] = /\[(\d+)/.exec(text) ?? [];
  expect(8 + Number(missing) + text.slice(text.indexOf("]\n") + 2).length).toBe(40_020);
  expect(await lastLines(hub.queries, first, 1)).toEqual(["the end"]);
});

test("a secret is not stored, however it is cut, and nothing moves", async () => {
  const hub = await logScene();
  const text = "token=ghs_abcdefghijklmnopqrstuvwxyz\n";
  await append(hub, { text: text.slice(0, 8) });
  await append(hub, { text: text.slice(8, 20), offset: 8 });
  await append(hub, { text: text.slice(20), offset: 20 });
  expect(await textOf(hub)).toBe(`token=ghs_${"*".repeat(26)}\n`);
});

test("the database refuses gaps, doubles, empty and wrong pieces, whoever writes them", async () => {
  const hub = await logScene();
  await append(hub, { text: "one\n" });
  const insert = (start: number, previous: number | null, bytes: string, finish = start + bytes.length) =>
    hub.queries
      .insertInto("log_chunk")
      .values({
        ...{ task_id: 1, attempt: 1, start, previous, finish, first_line: 1, at: after(0) },
        ...{ carry: Buffer.alloc(0), bytes: Buffer.from(bytes) },
      })
      .execute();
  await expect(insert(5, 5, "gap")).rejects.toThrow(/foreign key/);
  await expect(insert(4, null, "no previous")).rejects.toThrow(/check/);
  await expect(insert(4, 3, "wrong previous")).rejects.toThrow(/check/);
  await expect(insert(4, 4, "wrong end", 5)).rejects.toThrow(/check/);
  await expect(insert(4, 4, "")).rejects.toThrow(/check/);
  await expect(insert(0, null, "double")).rejects.toThrow(/unique|duplicate/);
  await expect(insert(2, null, "tw")).rejects.toThrow(/check/);
  await insert(4, 4, "two\n");
  await expect(append(hub, { text: "x", taskId: 99 })).rejects.toThrow(/foreign key/);
  await expect(sql`delete from log_chunk where start = 0`.execute(hub.queries)).rejects.toThrow(
    /foreign key/,
  );
});

test("logs of attempts that are over are removed after a while, with their pieces", async () => {
  const hub = await logScene();
  await append(hub, { text: "one\n" });
  await append(hub, { text: "two\n", taskId: 2, order: "2-abcdef" });
  await hub.queries
    .updateTable("attempt")
    .set({ ended_at: after(1) })
    .where("task_id", "=", 1)
    .execute();
  expect(await pruneLogs(hub.queries, { before: after(0) })).toBe(0);
  expect(await pruneLogs(hub.queries, { before: after(1) })).toBe(1);
  expect(await logHeads(hub.queries, 1)).toEqual([]);
  expect(await textOf(hub, { taskId: 2, attempt: 1 })).toBe("two\n");
  expect(await hub.queries.selectFrom("log_chunk").select("task_id").execute()).toEqual([{ task_id: 2 }]);
});

test("no more logs are removed at once than have few bytes together, and the oldest one in any case", async () => {
  const hub = await logScene();
  await append(hub, { text: "a long one\n" });
  await append(hub, { text: "one\n", taskId: 2, order: "2-abcdef" });
  await hub.queries.updateTable("attempt").set({ ended_at: start }).execute();
  const prune = (logs: number, bytes: number) =>
    pruneLogs(hub.queries, { before: after(1) }, { logs, bytes });
  await hub.queries
    .updateTable("log")
    .set({ changed_at: after(-1) })
    .where("task_id", "=", 1)
    .execute();
  expect(await prune(0, 100)).toBe(0);
  expect(await prune(9, 12)).toBe(1);
  expect(await logHeads(hub.queries, 1)).toEqual([]);
  expect(await textOf(hub, { taskId: 2, attempt: 1 })).toBe("one\n");
  expect(await prune(9, 0)).toBe(1);
});

test("a piece that is removed finds the one behind it by an index", async () => {
  const hub = await logScene();
  const { rows } = await sql<{ plan: string }>`explain select from log_chunk
    where task_id = 1 and attempt = 1 and previous = 5`.execute(hub.queries);
  expect(JSON.stringify(rows)).toContain("log_chunk_previous");
});

test("the last lines of a log are found without its beginning", async () => {
  const hub = await logScene();
  expect(await lastLines(hub.queries, first, 3)).toBeUndefined();
  const lines = Array.from({ length: 3000 }, (_, index) => `line ${index}`);
  let offset = 0;
  for (const some of [lines.slice(0, 1000), lines.slice(1000)]) {
    ({ next: offset } = await append(hub, { text: `${some.join("\r\n")}\n`, offset }));
  }
  expect(await lastLines(hub.queries, first, 2)).toEqual(["line 2998", "line 2999"]);
  expect(await lastLines(hub.queries, { ...first, attempt: 2 }, 2)).toBeUndefined();
});
