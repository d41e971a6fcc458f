import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno, reasonOf } from "@debootc/tools/errno";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { EntryName } from "../cache/cache-layout.ts";
import type { ListedEntry } from "../cache/prune-cache.ts";
import { type PruneLimits, planPrune } from "../cache/prune-plan.ts";
import { leftIn, makeIncoming, placeOf } from "./directory-layout.ts";
import { readFetched } from "./read-fetched.ts";
import { readStored } from "./read-stored.ts";

/** After this time nobody is still storing an entry. */
const leftAfterSeconds = 24 * 3600;

/** Refuses a path that is no directory of this machine with `usage`. */
export async function refuseNoRemote(directory: string): Promise<void> {
  const facts = await stat(directory).catch((error: unknown) => {
    if (hasErrno(error, "ENOENT", "ENOTDIR", "EACCES")) return undefined;
    throw error;
  });
  if (facts?.isDirectory() === true) return;
  throw new DebootcError("usage", `there is no directory ${directory} that could be a remote cache`, {
    hint: "Mount it first, or make it: mkdir -p DIR. Allowed: a directory that you may read.",
  });
}

/** Says that an entry of a remote cache cannot be used. */
interface RemoteDamage extends EntryName {
  readonly reason: string;
  readonly removed: boolean;
}

/** Reads all archives of a directory that is a remote cache, and compares them with their records. */
export async function verifyRemote(
  directory: string,
  { fix, onEntry }: { readonly fix: boolean; readonly onEntry: (name: EntryName) => void },
): Promise<{ readonly entries: number; readonly damage: readonly RemoteDamage[] }> {
  const damage: RemoteDamage[] = [];
  const stored = await readStored(directory);
  for (const { kind, key } of stored) {
    const name = { kind, key };
    onEntry(name);
    try {
      await readFetched(placeOf(directory, name), name, "trusted");
    } catch (error) {
      if (fix) await remove(directory, name);
      damage.push({ ...name, reason: reasonOf(error), removed: fix });
    }
  }
  return { entries: stored.length, damage };
}

/** Removes what is damaged, long unused or beyond a size from a directory that is a remote cache; with `dryRun` nothing. */
export async function pruneRemote(
  directory: string,
  { dryRun, ...limits }: PruneLimits & { readonly dryRun: boolean },
): Promise<{ readonly removed: readonly ListedEntry[]; readonly left: readonly string[] }> {
  const left = await leftIn(directory, new Date(limits.now.getTime() - leftAfterSeconds * 1000));
  const removed = planPrune(await readStored(directory), limits);
  if (!dryRun) {
    for (const path of left) await rm(path, { recursive: true, force: true });
    for (const name of removed) await remove(directory, name);
  }
  return { removed, left };
}

/** Takes an entry away in one step: whoever copies it has both files open, or finds none. */
async function remove(directory: string, name: EntryName): Promise<void> {
  const leaving = await makeIncoming(directory);
  try {
    await rename(placeOf(directory, name), join(leaving, "entry"));
  } catch (error) {
    if (!hasErrno(error, "ENOENT")) throw error;
  } finally {
    await rm(leaving, { recursive: true, force: true });
  }
}
