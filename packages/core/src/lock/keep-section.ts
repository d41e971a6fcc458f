import { canonicalJson } from "../record/canonical-json.ts";
import type { LockSection } from "./lock.ts";

/**
 * Returns the earlier section if it differs from a new one only in its indexes. An archive signs its indexes every few
 * hours, and their dates go into each image: a lock that changes with them would call for an update every day.
 */
export function keepSection(before: LockSection | undefined, after: LockSection): LockSection {
  if (before === undefined) return after;
  return textOf(before) === textOf(after) ? before : after;
}

function textOf({ indexes: _indexes, ...rest }: LockSection): string {
  return canonicalJson(rest);
}
