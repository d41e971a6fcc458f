import type { Database } from "../database/database.ts";
import { assign, hubScene, plannedRun, start } from "../runs/scene.fixture.ts";
import { type Appended, appendPieces, type LogPiece } from "./append-pieces.ts";
import type { LogKey } from "./log-key.ts";
import { logHeads } from "./read-log.ts";
import { readText } from "./read-text.ts";

/** Names the log of the first attempt at the first task. */
export const first: LogKey = { taskId: 1, attempt: 1 };
export const order = "1-abcdef";

/** Makes a hub with a run of three tasks, of which two have an attempt under way. */
export async function logScene(): Promise<Database> {
  const hub = await hubScene();
  await plannedRun(hub);
  await assign(hub);
  return hub;
}

/** Appends one piece in a transaction of its own. */
export async function append(
  { queries }: Database,
  piece: Partial<Omit<LogPiece, "bytes">> & { readonly text: string | Uint8Array },
  most?: number,
): Promise<Appended> {
  const { text, ...place } = piece;
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const [answer] = await queries
    .transaction()
    .execute((trx) =>
      appendPieces(
        trx,
        [{ ...first, order, offset: 0, ...place, bytes }],
        start,
        ...(most === undefined ? [] : [{ log: most }]),
      ),
    );
  if (answer === undefined) throw new Error("a piece has an answer");
  return answer;
}

/** Returns all of a log as text. */
export async function textOf({ queries }: Database, { taskId, attempt }: LogKey = first): Promise<string> {
  const [head] = await logHeads(queries, taskId, attempt);
  if (head === undefined) return "";
  let [text, from] = ["", 0];
  for (;;) {
    const part = await readText(queries, head, { from, most: 1000, isOver: true });
    if (part.next === from) return text;
    text += part.text;
    from = part.next;
  }
}
