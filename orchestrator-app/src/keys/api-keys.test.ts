import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { checkKey, createFirstKey, createKey, isStillGood, listKeys, revokeKey } from "./api-keys.ts";
import { parseKey } from "./key-text.ts";

const now = new Date("2026-11-30T12:00:00Z");
const later = new Date("2026-11-30T13:00:00Z");

test("the first key is made once, also by replicas that start at once, and not again after it was revoked", async () => {
  const database = await memoryDatabase();
  const made = await Promise.all([1, 2, 3].map(() => createFirstKey(database, { now, randomBytes })));
  const texts = made.filter((text) => text !== undefined);
  expect(texts).toHaveLength(1);
  const key = await checkKey(database.queries, texts[0] ?? "", now);
  expect(key).toMatchObject({ name: "admin" });
  await revokeKey(database.queries, key?.id ?? "", now);
  expect(await createFirstKey(database, { now, randomBytes })).toBeUndefined();
});

test("nothing of a secret is stored", async () => {
  const { queries } = await memoryDatabase();
  const { text } = await createKey(queries, { name: "ci", now, randomBytes });
  const stored = JSON.stringify(await queries.selectFrom("api_key").selectAll().execute());
  expect(stored).not.toContain(parseKey(text)?.secret);
  expect(stored).toContain('"algorithm":"sha256"');
});

test("a key counts until it expires or is revoked, and no other secret does", async () => {
  const { queries } = await memoryDatabase();
  const short = await createKey(queries, { name: "short", expiresAt: later, now, randomBytes });
  const other = await createKey(queries, { name: "other", now, randomBytes });
  expect(await checkKey(queries, short.text, now)).toMatchObject({ name: "short" });
  expect(await checkKey(queries, short.text, later)).toBeUndefined();
  const crossed = `debootc_${short.key.id}_${parseKey(other.text)?.secret}`;
  expect(await checkKey(queries, crossed, now)).toBeUndefined();
  for (const wrong of [
    "",
    "debootc_",
    `${short.text}x`,
    short.text.toUpperCase(),
    "debootc_0000000000000000_x",
  ]) {
    expect(await checkKey(queries, wrong, now)).toBeUndefined();
  }
  expect(await isStillGood(queries, other.key.id, now)).toBe(true);
  await revokeKey(queries, other.key.id, now);
  expect(await checkKey(queries, other.text, now)).toBeUndefined();
  expect(await isStillGood(queries, other.key.id, now)).toBe(false);
  await expect(revokeKey(queries, other.key.id, now)).rejects.toMatchObject({ code: "state-conflict" });
  await expect(revokeKey(queries, "nobody", now)).rejects.toMatchObject({ code: "not-found" });
});

test("the last use is noted, at most once a minute", async () => {
  const { queries } = await memoryDatabase();
  const { text } = await createKey(queries, { name: "ci", now, randomBytes });
  const used = async () => (await listKeys(queries))[0]?.last_used_at;
  expect(await used()).toBeNull();
  await checkKey(queries, text, now);
  await checkKey(queries, text, new Date(now.getTime() + 59_000));
  expect(await used()).toEqual(now);
  await checkKey(queries, text, later);
  expect(await used()).toEqual(later);
});

test("a key whose hash was made in another way is refused", async () => {
  const { queries } = await memoryDatabase();
  const { text } = await createKey(queries, { name: "ci", now, randomBytes });
  await queries.updateTable("api_key").set({ algorithm: "none" }).execute();
  expect(await checkKey(queries, text, now)).toBeUndefined();
});
