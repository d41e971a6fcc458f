import { redeliver } from "../../github/app-calls.ts";
import { numberIn } from "../row/number-in.ts";
import type { Send } from "../row/sending.ts";

/** Asks GitHub for a delivery that never came: `redeliver:ID`. */
export const sendRedeliver: Send = async ({ call, log }, row) => {
  const isThere = await redeliver(call, numberIn(row.key));
  if (!isThere) log.warn({ key: row.key }, "GitHub no longer has a delivery that was missed");
  return "done";
};
