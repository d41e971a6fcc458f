import { logText } from "@debootc/core/text/log-text";
import type { Queries } from "../database/database.ts";
import type { LogKey } from "./log-key.ts";
import { logHeads, readKept, readRest } from "./read-log.ts";

/** So many bytes of the end are looked at. */
const mostBytes = 16_384;

/** Returns the last lines of the log of an attempt, as text that is safe to show; undefined if the hub has no log of it. */
export async function lastLines(
  queries: Queries,
  key: LogKey,
  most: number,
): Promise<readonly string[] | undefined> {
  const head = (await logHeads(queries, key.taskId, key.attempt)).find(
    ({ attempt }) => attempt === key.attempt,
  );
  if (head === undefined || head.size === 0) return undefined;
  const from = Math.max(0, head.kept - mostBytes);
  const bytes =
    head.size > head.kept
      ? (await readRest(queries, key)).slice(-mostBytes)
      : await readKept(queries, key, { from, most: mostBytes });
  const isCut = bytes.length < head.size;
  const lines = logText(bytes).replace(/\n+$/, "").split("\n");
  // The first of them is seldom whole.
  return (isCut && lines.length > 1 ? lines.slice(1) : lines).slice(-most);
}
