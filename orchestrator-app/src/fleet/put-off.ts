import type { Queries } from "../database/database.ts";

const firstPause = 5000;
const longestPause = 300_000;

/**
 * Puts off the next placement of an attempt: to a moment that is known, or by a pause that doubles with each of its placements
 * so far.
 */
export async function putOff(
  queries: Queries,
  label: string,
  { now, until }: { readonly now: Date; readonly until?: Date | undefined },
): Promise<void> {
  await queries
    .updateTable("attempt")
    .set({ place_after: until ?? (await pauseEnd(queries, label, now)) })
    .where("label", "=", label)
    .execute();
}

async function pauseEnd(queries: Queries, label: string, now: Date): Promise<Date> {
  const { count } = await queries
    .selectFrom("placement")
    .select((is) => is.fn.countAll<number>().as("count"))
    .where("label", "=", label)
    .executeTakeFirstOrThrow();
  const pause = firstPause * 2 ** Math.min(Math.max(0, count - 1), 10);
  return new Date(now.getTime() + Math.min(pause, longestPause));
}
