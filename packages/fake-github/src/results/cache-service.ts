import type { Method, Services } from "./service.ts";

interface Entry {
  readonly key: string;
  readonly version: string;
  readonly blob: string;
  /** The order in which entries were finished; absent until then. */
  readonly finished?: number;
}

type Request = Readonly<Record<string, unknown>>;

/** Returns the methods of GitHub's service of caches, version 2 (`github.actions.results.api.v1.CacheService`). */
export function cacheService({ urlOf, newId }: Services): Readonly<Record<string, Method>> {
  const entries = new Map<string, Entry>();
  const keyOf = ({ key, version }: Request) => `${String(version)}/${String(key)}`;
  return {
    CreateCacheEntry: (request: Request) => {
      if (entries.get(keyOf(request))?.finished !== undefined)
        return {
          status: 409,
          body: { code: "already_exists", msg: "cache entry with the same key already exists" },
        };
      const blob = `cache-${newId()}`;
      entries.set(keyOf(request), { key: String(request["key"]), version: String(request["version"]), blob });
      return { status: 200, body: { ok: true, signed_upload_url: urlOf(blob, "write") } };
    },
    FinalizeCacheEntryUpload: (request: Request) => {
      const entry = entries.get(keyOf(request));
      if (entry === undefined)
        return { status: 404, body: { code: "not_found", msg: "no such cache entry" } };
      const id = newId();
      entries.set(keyOf(request), { ...entry, finished: id });
      return { status: 200, body: { ok: true, entry_id: String(id) } };
    },
    GetCacheEntryDownloadURL: (request: Request) => {
      const found = matching(entries, request);
      if (found === undefined) return { status: 200, body: { ok: false } };
      return {
        status: 200,
        body: { ok: true, signed_download_url: urlOf(found.blob, "read"), matched_key: found.key },
      };
    },
  };
}

/** Finds the entry of the key, else the newest one whose key begins with a restore key. */
function matching(
  entries: ReadonlyMap<string, Entry>,
  { key, version, restore_keys: prefixes }: Request,
): Entry | undefined {
  const finished = [...entries.values()]
    .filter((entry) => entry.finished !== undefined && entry.version === version)
    .toSorted((a, b) => (b.finished ?? 0) - (a.finished ?? 0));
  const exact = finished.find((entry) => entry.key === key);
  if (exact !== undefined || !Array.isArray(prefixes)) return exact;
  for (const prefix of prefixes) {
    const found = finished.find((entry) => entry.key.startsWith(String(prefix)));
    if (found !== undefined) return found;
  }
  return undefined;
}
