import fc from "fast-check";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Spool } from "./spool.ts";
import { uploadLog } from "./upload-log.ts";

test("the hub has each byte once and in order, whatever it loses of what it was sent", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-upload-"));
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ minLength: 1, maxLength: 9 }), { maxLength: 12 }),
      fc.array(fc.nat(9), { maxLength: 20 }),
      async (pieces, losses) => {
        await using spool = await Spool.create(join(work.path, `log-${++count}`), { mostBytes: 10_000 });
        let held = Buffer.alloc(0);
        const send = async (offset: number, bytes: Uint8Array) => {
          expect(offset).toBeLessThanOrEqual(held.length);
          // A hub that was restored may even have less than it had.
          const kept = bytes.subarray(0, bytes.length - (losses.pop() ?? 0));
          held = Buffer.concat([held.subarray(0, offset), kept]);
          return held.length;
        };
        const uploaded = uploadLog(spool, { send, signal: new AbortController().signal });
        for (const piece of pieces) await spool.add(Buffer.from(piece));
        spool.close();
        await uploaded;
        expect(held.toString()).toBe(pieces.join(""));
      },
    ),
    { numRuns: 50 },
  );
});

test("the end of a log that was cut is sent too", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-upload-"));
  await using spool = await Spool.create(join(work.path, "log"), { mostBytes: 3 });
  let held = "";
  const send = async (offset: number, bytes: Uint8Array) => {
    held = held.slice(0, offset) + Buffer.from(bytes).toString();
    return held.length;
  };
  await spool.add(Buffer.from("abcdef"));
  spool.close();
  await uploadLog(spool, { send, signal: new AbortController().signal });
  expect(held).toBe("abc\n[debootc] the rest of this log was cut: it is longer than 3 bytes\n");
});
