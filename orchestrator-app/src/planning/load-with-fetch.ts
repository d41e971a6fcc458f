import type { ReadFile } from "@debootc/core/document/read-file";
import { posix } from "node:path";

interface Fetching {
  /** Reads a file by its path in the repository; undefined if there is none. */
  readonly fetch: (path: string) => Promise<Uint8Array | undefined>;
  readonly mostFiles?: number;
  readonly mostBytes?: number;
}

/** Names the root of the repository, because whatever reads files wants absolute paths. */
export const root = "/repository";

/** How many files are fetched at once. */
const atOnce = 5;

/**
 * Calls what reads files synchronously until every file that it asks for has been fetched, and returns what the last call
 * returned. What it throws before that comes from files that are not there yet. Files outside of the repository do not
 * exist, and neither do those beyond the bounds.
 */
export async function loadWithFetch<T>(
  load: (read: ReadFile) => T,
  { fetch, mostFiles = 200, mostBytes = 16 * 1024 * 1024 }: Fetching,
): Promise<T> {
  const files = new Map<string, Uint8Array | undefined>();
  let bytes = 0;
  for (;;) {
    const asked = new Set<string>();
    const read: ReadFile = (absolute) => {
      const path = pathIn(absolute);
      if (path === undefined) return { why: "is not in the repository" };
      if (!files.has(path)) {
        if (files.size + asked.size >= mostFiles)
          return { why: `is not read: more than ${mostFiles} files are named` };
        if (bytes > mostBytes) return { why: `is not read: the files have more than ${mostBytes} bytes` };
        asked.add(path);
        return { why: "is not there yet" };
      }
      return files.get(path) ?? { why: "does not exist" };
    };
    const result = outcome(() => load(read));
    if (asked.size === 0) {
      if ("error" in result) throw result.error;
      return result.value;
    }
    const paths = [...asked];
    for (let index = 0; index < paths.length; index += atOnce) {
      const some = paths.slice(index, index + atOnce);
      const contents = await Promise.all(some.map(fetch));
      for (const [at, path] of some.entries()) {
        files.set(path, contents[at]);
        bytes += contents[at]?.length ?? 0;
      }
    }
  }
}

function outcome<T>(run: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

function pathIn(absolute: string): string | undefined {
  const path = posix.normalize(absolute);
  return path.startsWith(`${root}/`) && !path.includes("\0") ? path.slice(root.length + 1) : undefined;
}
