import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno, reasonOf } from "@debootc/tools/errno";
import { ToolError } from "@debootc/tools/tool-error";
import { join } from "node:path";
import type { CacheEntry } from "./cache-entry.ts";
import { contentDirectory, type EntryName, entryDirectory, entryLabel } from "./cache-layout.ts";
import type { LocalStore } from "./local-store.ts";

/**
 * Returns why the content of an entry is not what was put there; undefined when it is. The caller holds a lease of the
 * entry. Content that this process has proven is not read again while the process holds it.
 */
export async function damageOf(
  store: LocalStore,
  name: EntryName,
  { seal: stated }: CacheEntry,
): Promise<string | undefined> {
  const label = entryLabel(name);
  if (store.proven.has(label)) return undefined;
  // Two that ask for one entry at once read it once.
  const proof = store.proving.get(label) ?? sealOf(store, name).finally(() => store.proving.delete(label));
  store.proving.set(label, proof);
  const found = await proof;
  return found === stated ? undefined : `its content is not what was put there (${found}, not ${stated})`;
}

/** Returns a lease that counts as proof until the last one of its entry in this process is disposed of. */
export function provenHold(store: LocalStore, name: EntryName, hold: AsyncDisposable): AsyncDisposable {
  const label = entryLabel(name);
  const leases = () => store.proven.get(label)?.leases ?? 0;
  store.proven.set(label, { name, leases: leases() + 1 });
  return {
    [Symbol.asyncDispose]: async () => {
      if (leases() <= 1) store.proven.delete(label);
      else store.proven.set(label, { name, leases: leases() - 1 });
      await hold[Symbol.asyncDispose]();
    },
  };
}

async function sealOf(store: LocalStore, name: EntryName): Promise<string> {
  try {
    return await store.seal(name.kind, join(entryDirectory(store.layout, name), contentDirectory));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return `unreadable: ${reasonOf(error)}`;
  }
}

/**
 * Whether the content cannot be read, by a system call or by getfattr. That a run was cancelled, that nobody may become root
 * or that a program is missing says nothing of the content: a sound entry must not be removed for it.
 */
function isUnreadable(error: unknown): boolean {
  if (error instanceof ToolError && error.tool !== "getfattr") return false;
  if (error instanceof DebootcError) return error.code === "tool-failed";
  return hasErrno(error, "EIO", "EACCES", "EPERM", "ENOENT", "ENOTDIR", "EUCLEAN", "EBADMSG");
}
