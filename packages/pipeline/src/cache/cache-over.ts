import type { LocalCache } from "./local-cache.ts";

/**
 * Returns a cache with another one below it, which is only read: what neither has is put into the upper one. So untrusted
 * work has the use of the cache that others share.
 */
export function cacheOver(upper: LocalCache, lower: LocalCache): LocalCache {
  return {
    ...upper,
    get: async (kind, key) => (await upper.get(kind, key)) ?? lower.get(kind, key),
    peek: async (kind, key) => (await upper.peek(kind, key)) ?? lower.peek(kind, key),
    recent: async (kind, count) => {
      const own = await upper.recent(kind, count);
      return own.length < count ? [...own, ...(await lower.recent(kind, count - own.length))] : own;
    },
    put: async (kind, key, producer) => (await lower.get(kind, key)) ?? upper.put(kind, key, producer),
  };
}
