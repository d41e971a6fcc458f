import { logText, longestLine, shownLength } from "@debootc/core/text/log-text";
import type { Queries } from "../database/database.ts";
import type { LogKey } from "./log-key.ts";
import { type LogHead, readKept, readRest } from "./read-log.ts";

/** Is a part of a log as text, and the byte that the part behind it begins at. */
export interface LogText {
  readonly text: string;
  readonly next: number;
}

interface Wanted {
  readonly from: number;
  /** How many bytes at most, apart from the end of a log that is longer than what is kept. */
  readonly most: number;
  /** Whether the log does not grow any more, so that its last line is shown without an end, too. */
  readonly isOver: boolean;
}

/**
 * Returns lines of a log from a byte on; none if no whole line is there yet. Of a log that is longer than what is kept, the
 * last part says how much is left out, and has the end of it.
 */
export async function readText(
  queries: Queries,
  { task_id: taskId, attempt, size, kept }: LogHead,
  { from, most, isOver }: Wanted,
): Promise<LogText> {
  const key: LogKey = { taskId, attempt };
  if (from < kept) {
    // Enough for a line that is shown in parts, however little was asked for.
    const bytes = await readKept(queries, key, { from, most: Math.max(most, longestLine + 1) });
    const isEnd = from + bytes.length >= kept;
    const length = shownLength(bytes, isEnd && (isOver || size > kept));
    return { text: logText(bytes.subarray(0, length)), next: from + length };
  }
  if (!isOver || from >= size) return { text: "", next: from };
  const rest = await readRest(queries, key);
  const missing = size - kept - rest.length;
  const note =
    missing > 0 ? `\n[${missing} bytes are left out here: the hub keeps the beginning and the end]\n` : "";
  return { text: `${note}${logText(rest)}`, next: size };
}
