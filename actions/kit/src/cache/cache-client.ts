import { DebootcError } from "@debootc/core/error/debootc-error";
import { heard } from "./heard.ts";

/** Says whether the runner offers a cache, without loading its client. */
export function isCacheOffered(environment: Readonly<Record<string, string | undefined>>): boolean {
  const address = environment["ACTIONS_RESULTS_URL"] ?? environment["ACTIONS_CACHE_URL"] ?? "";
  return address !== "" && (environment["ACTIONS_RUNTIME_TOKEN"] ?? "") !== "";
}

/** Returns whether there is an entry. Throws what the service has said if it failed. */
export async function findEntry(path: string, key: string): Promise<boolean> {
  const client = await import("@actions/cache");
  const { value, lines } = await heard(() => client.restoreCache([path], key, [], { lookupOnly: true }));
  refuseFailure(lines);
  return value === key;
}

/** Unpacks an entry, and returns whether there was one. Throws `archive-invalid` if it cannot be unpacked. */
export async function restoreEntry(path: string, key: string): Promise<boolean> {
  const client = await import("@actions/cache");
  const { value, lines } = await heard(() => client.restoreCache([path], key));
  refuseFailure(lines);
  return value === key;
}

/** Stores an entry, and returns false if there is one of its key already. Throws what the service has said if it failed. */
export async function saveEntry(path: string, key: string): Promise<boolean> {
  const client = await import("@actions/cache");
  const { value, lines } = await heard(() => client.saveCache([path], key));
  if (value !== -1) return true;
  // That another job stored the same is said in the same words as that nothing could be stored; why is said to those who debug.
  if (lines.some((line) => /\(409\)|already[ _]exists/i.test(line))) return false;
  refuseFailure(lines);
  const why = lines.find((line) => /failed to (reserve|save)/i.test(line)) ?? "the service did not say why";
  throw new Error(textOf(why));
}

/** The client returns nothing for a failure as for an entry that is not there, and makes the difference an annotation. */
function refuseFailure(lines: readonly string[]): void {
  const said = lines.findLast((line) => /^::(warning|error)\b/.test(line));
  if (said === undefined) return;
  const text = textOf(said);
  if (/\btar"? failed with/i.test(text)) throw new DebootcError("archive-invalid", text);
  throw new Error(text);
}

function textOf(line: string): string {
  return line
    .replace(/^::[^:]*::/, "")
    .replace(/^Failed to (restore|save|reserve cache): (Error: )?/, "")
    .replaceAll(/%0[AD]/g, " ")
    .replaceAll("%25", "%");
}
