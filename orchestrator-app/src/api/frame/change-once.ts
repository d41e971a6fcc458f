import { DebootcError } from "@debootc/core/error/debootc-error";
import { digestOf } from "@debootc/core/record/digest";
import type { Context } from "hono";
import type { Queries } from "../../database/database.ts";
import type { Cause } from "../../store/move-task.ts";
import type { ApiDependencies, ApiEnv } from "./api-dependencies.ts";

/** Says what a request changes, for its record and for comparing it with another of the same idempotency key. */
interface Change<T, P> {
  readonly body: object;
  /** Finds out, before the transaction, what cannot be learned in it; not done for a request that was done before. */
  readonly prepare?: () => Promise<P>;
  readonly work: (queries: Queries, cause: Cause, prepared: P) => Promise<T>;
}

/**
 * Makes a change in one transaction and returns what it came to. A request with an `Idempotency-Key` is done once: a second
 * one gets the stored answer, one with the same key and another content is refused. What failed is not stored.
 */
export async function changeOnce<T extends object, P = undefined>(
  c: Context<ApiEnv>,
  { database, clock }: ApiDependencies,
  { body, prepare, work }: Change<T, P>,
): Promise<T> {
  const { key } = c.var;
  const now = clock();
  const cause: Cause = { cause: "api", actor: `key:${key.name}`, at: now };
  const name = c.req.header("Idempotency-Key");
  const { queries } = database;
  const prepared = async () => (await prepare?.()) as P;
  if (name === undefined) {
    const facts = await prepared();
    return queries.transaction().execute((trx) => work(trx, cause, facts));
  }
  if (!/^[\x21-\x7e]{1,200}$/.test(name)) {
    throw new DebootcError(
      "request-invalid",
      "Idempotency-Key must be 1 to 200 printable characters without spaces",
    );
  }
  const request = {
    key: `${key.id}:${name}`,
    digest: digestOf({ method: c.req.method, path: c.req.path, body }),
  };
  const before = await storedAnswer<T>(queries, request);
  if (before !== undefined) return before;
  const facts = await prepared();
  const attempt = () =>
    queries.transaction().execute(async (trx) => {
      const known = await storedAnswer<T>(trx, request);
      if (known !== undefined) return known;
      const answer = await work(trx, cause, facts);
      await trx
        .insertInto("idempotency")
        .values({
          key: request.key,
          request_digest: request.digest,
          status: 200,
          body: JSON.stringify(answer),
          created_at: now,
        })
        .execute();
      return answer;
    });
  try {
    return await attempt();
  } catch (error) {
    // The same request came twice at once: this one was undone, and the other one has the answer.
    const known = await storedAnswer<T>(queries, request);
    if (known !== undefined) return known;
    throw error;
  }
}

async function storedAnswer<T>(
  queries: Queries,
  { key, digest }: { readonly key: string; readonly digest: string },
): Promise<T | undefined> {
  const row = await queries.selectFrom("idempotency").selectAll().where("key", "=", key).executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.request_digest !== digest) {
    throw new DebootcError(
      "idempotency-key-used",
      "this Idempotency-Key was used before, for another request",
      {
        hint: "Use a new key for each new request, and the same one only to repeat a request.",
      },
    );
  }
  return JSON.parse(row.body) as T;
}
