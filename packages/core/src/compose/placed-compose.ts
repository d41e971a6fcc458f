import { posix } from "node:path";
import type { ComposeRecord } from "./compose-record.ts";
import type { ComposedLeg } from "./composed-leg.ts";

/** Prepares a compose for its record: its paths become relative to its directory, so that it can be moved. */
export function portableCompose(compose: ComposeRecord): ComposeRecord {
  return { ...withPaths(compose, (path) => posix.relative(compose.directory, path)), directory: "." };
}

/**
 * Returns a recorded compose with the paths of the directory it is in now. Records before version 3 have the paths
 * where it was made.
 */
export function composeAt(record: ComposeRecord, directory: string): ComposeRecord {
  const placed = withPaths(record, (path) =>
    posix.resolve(directory, posix.relative(record.directory, path)),
  );
  return { ...placed, directory };
}

function withPaths(compose: ComposeRecord, change: (path: string) => string): ComposeRecord {
  const placed = ({ commit, image, lock, ...leg }: ComposedLeg): ComposedLeg => ({
    ...leg,
    commit: { ...commit, repo: change(commit.repo) },
    image: { ...image, layout: change(image.layout) },
    lock: change(lock),
  });
  return { ...compose, legs: compose.legs.map(placed) };
}
