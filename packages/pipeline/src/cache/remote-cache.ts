import type { EntryName } from "./cache-layout.ts";

/**
 * Is a cache outside this machine, such as a directory of another server or the cache of GitHub Actions. A door puts one
 * into `PipelineDependencies`. It moves files and knows nothing of what they mean: an entry is a directory of a few plain
 * files without directories in it, and whoever fetches one proves it before anything of it is used.
 *
 * A name stands for one content forever, so that nothing is ever replaced. Any method may throw: the caller reports that
 * once, with the message of the error, and goes on without this cache. A `DebootcError` of the code `archive-invalid` from
 * `fetch` is about that one entry, which is then made instead. When its `signal` is aborted, a method ends soon, however
 * it likes.
 */
export interface RemoteCache {
  /** Names it for messages, such as `the remote cache /srv/debootc` or `the cache of GitHub Actions`. */
  readonly place: string;
  /** Whether anything may be stored. False where the service itself refuses, as it does for the work of a fork. */
  readonly writable: boolean;
  /** Says what to do if it cannot be used; absent for a directory. */
  readonly advice?: string;
  /**
   * Returns those of the names that are there, without fetching them: nobody packs what is there already. Where each request
   * is dear, a kind of many small entries, such as `layer`, can be left out: it counts as there, and is never fetched.
   */
  readonly has: (names: readonly EntryName[], signal: AbortSignal) => Promise<readonly EntryName[]>;
  /**
   * Copies the files of an entry into an empty directory, and returns whether there was one. Refuses, by an error of its
   * own, to copy more than `mostBytes`, if it can know that before.
   */
  readonly fetch: (name: EntryName, directory: string, limits: FetchLimits) => Promise<boolean>;
  /**
   * Stores the files of a directory under a name, all or none of them, and returns false if the name was taken meanwhile.
   * It may move the files away: the caller removes what is left of the directory.
   */
  readonly store: (name: EntryName, directory: string, signal: AbortSignal) => Promise<boolean>;
}

/** Bounds what is fetched. */
export interface FetchLimits {
  readonly signal: AbortSignal;
  readonly mostBytes: number;
}
