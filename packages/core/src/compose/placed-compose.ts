import { posix } from "node:path";
import type { ComposeRecord } from "./compose-record.ts";
import type { ComposedLeg } from "./composed-leg.ts";

/** Prepares a compose for its record: its paths become relative to its directory, so that it can be moved. */
export function portableCompose(compose: ComposeRecord): ComposeRecord {
  const below = (path: string) => posix.relative(compose.directory, path);
  return { ...compose, legs: compose.legs.map((leg) => withPaths(leg, below)), directory: "." };
}

/**
 * Returns a recorded compose with the paths of the directory it is in now. Records before version 3 have the paths
 * where it was made.
 */
export function composeAt(record: ComposeRecord, directory: string): ComposeRecord {
  return { ...record, legs: record.legs.map((leg) => movedLeg(leg, record.directory, directory)), directory };
}

/** Returns a leg with the paths that it has in another compose directory. */
export function movedLeg(leg: ComposedLeg, from: string, to: string): ComposedLeg {
  return withPaths(leg, (path) => posix.resolve(to, posix.relative(from, path)));
}

function withPaths(
  { commit, image, lock, ...leg }: ComposedLeg,
  change: (path: string) => string,
): ComposedLeg {
  return {
    ...leg,
    commit: { ...commit, repo: change(commit.repo) },
    image: { ...image, layout: change(image.layout) },
    lock: change(lock),
  };
}
