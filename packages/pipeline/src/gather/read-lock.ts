import { type Lock, lockRecord } from "@debootc/core/lock/lock";
import { readIfPresent } from "@debootc/tools/read-if-present";

/** A lockfile of this machine; undefined when there is none. Throws `record-invalid`. */
export async function readLock(path: string): Promise<Lock | undefined> {
  const text = await readIfPresent(path);
  return text === undefined ? undefined : lockRecord.parse(text.toString(), path);
}
