import { mkdtempDisposable, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Spool } from "./spool.ts";

async function textOf(spool: Spool): Promise<string> {
  let text = "";
  for (;;) {
    const piece = await spool.read(text.length, 7);
    if (piece.length === 0) return text;
    text += piece.toString("latin1");
  }
}

test("a log is read from any offset, and only this user can read its file", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-spool-"));
  const path = join(work.path, "log");
  await using spool = await Spool.create(path, { mostBytes: 100 });
  await spool.add(Buffer.from("one\n"));
  await spool.add(Buffer.from("two\n"));

  expect(spool.length).toBe(8);
  expect((await spool.read(2, 100)).toString()).toBe("e\ntwo\n");
  expect((await spool.read(8, 100)).length).toBe(0);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("a log that is too long is cut, says so once, and takes nothing more", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-spool-"));
  const path = join(work.path, "log");
  await using spool = await Spool.create(path, { mostBytes: 10 });
  await spool.add(Buffer.from("12345678"));
  await spool.add(Buffer.from("90abc"));
  await spool.add(Buffer.from("def"));

  expect(await textOf(spool)).toBe(
    "1234567890\n[debootc] the rest of this log was cut: it is longer than 10 bytes\n",
  );
  expect(spool.length).toBe((await textOf(spool)).length);
  expect(await readFile(path, "utf8")).toBe("1234567890");
});

test("whoever waits for more is woken by more, and by the end", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-spool-"));
  await using spool = await Spool.create(join(work.path, "log"), { mostBytes: 100 });
  const { signal } = new AbortController();
  const first = spool.more(0, signal);
  await spool.add(Buffer.from("x"));
  await first;
  const second = spool.more(1, signal);
  spool.close();
  await second;
  expect([spool.length, spool.isOver]).toEqual([1, true]);
});
