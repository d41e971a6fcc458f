import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Selectable, sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { isSecretOf, makeKey, parseKey, type RandomBytes } from "./key-text.ts";

type KeyRow = Selectable<Tables["api_key"]>;

/** Describes a key without its hash. */
export type ApiKey = Omit<KeyRow, "hash" | "algorithm">;

interface Wish {
  readonly name: string;
  readonly expiresAt?: Date | undefined;
  readonly now: Date;
  readonly randomBytes: RandomBytes;
}

/** Makes a key and stores its hash. Returns its text, which nobody can find out later. */
export async function createKey(
  queries: Queries,
  { name, expiresAt, now, randomBytes }: Wish,
): Promise<{ readonly key: ApiKey; readonly text: string }> {
  if (expiresAt !== undefined && expiresAt <= now) {
    throw new DebootcError("request-invalid", `cannot make a key that expired at ${expiresAt.toISOString()}`);
  }
  const { id, text, algorithm, hash } = makeKey(randomBytes);
  const key = {
    id,
    name,
    created_at: now,
    expires_at: expiresAt ?? null,
    revoked_at: null,
    last_used_at: null,
  };
  await queries
    .insertInto("api_key")
    .values({ ...key, algorithm, hash })
    .execute();
  return { key, text };
}

/** Makes the first key of a hub that never had one. Returns nothing if it had: revoked keys count. */
export async function createFirstKey(
  { queries }: Database,
  wish: Omit<Wish, "name" | "expiresAt">,
): Promise<string | undefined> {
  return queries.transaction().execute(async (trx) => {
    // Replicas that start at once wait here, so that one of them makes the key.
    await sql`lock table api_key in share row exclusive mode`.execute(trx);
    const known = await trx.selectFrom("api_key").select("id").limit(1).executeTakeFirst();
    if (known !== undefined) return undefined;
    return (await createKey(trx, { ...wish, name: "admin" })).text;
  });
}

/** Notes a use at most so often, so that reading does not mean writing. */
const usedEveryMs = 60_000;

/** Returns the key that a text is, if it is good now. */
export async function checkKey(queries: Queries, text: string, now: Date): Promise<ApiKey | undefined> {
  const parts = parseKey(text);
  if (parts === undefined) return undefined;
  const row = await queries.selectFrom("api_key").selectAll().where("id", "=", parts.id).executeTakeFirst();
  if (row === undefined || !isSecretOf(parts.secret, row) || !isGood(row, now)) return undefined;
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() >= usedEveryMs) {
    await queries.updateTable("api_key").set({ last_used_at: now }).where("id", "=", row.id).execute();
  }
  return row;
}

/** Returns whether a key that was good before still is. */
export async function isStillGood(queries: Queries, id: string, now: Date): Promise<boolean> {
  const row = await queries.selectFrom("api_key").selectAll().where("id", "=", id).executeTakeFirst();
  return row !== undefined && isGood(row, now);
}

function isGood({ revoked_at, expires_at }: KeyRow, now: Date): boolean {
  return revoked_at === null && (expires_at === null || expires_at > now);
}

/** Returns all keys, the newest first. */
export async function listKeys(queries: Queries): Promise<ApiKey[]> {
  return queries
    .selectFrom("api_key")
    .select(["id", "name", "created_at", "expires_at", "revoked_at", "last_used_at"])
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
}

/** Ends a key for good. Throws `not-found` or `state-conflict`. */
export async function revokeKey(queries: Queries, id: string, now: Date): Promise<ApiKey> {
  const revoked = await queries
    .updateTable("api_key")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returning(["id", "name", "created_at", "expires_at", "revoked_at", "last_used_at"])
    .executeTakeFirst();
  if (revoked !== undefined) return revoked;
  const known = await queries.selectFrom("api_key").select("id").where("id", "=", id).executeTakeFirst();
  if (known === undefined) throw new DebootcError("not-found", `there is no key ${id}`);
  throw new DebootcError("state-conflict", `key ${id} was revoked before`);
}
