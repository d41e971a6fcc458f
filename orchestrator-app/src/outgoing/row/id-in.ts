import type { OutgoingRow } from "../../database/tables.ts";

/** Returns the id of the dispatch that a row is about: `12-abc` of `dispatch:12-abc`. */
export function idIn({ key }: Pick<OutgoingRow, "key">): string {
  return key.slice(key.indexOf(":") + 1);
}
