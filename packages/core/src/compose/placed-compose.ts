import { posix } from "node:path";
import type { ComposeResult } from "./compose-result.ts";

/** Prepares a compose for its record: its paths become relative to its directory, so that it can be moved. */
export function portableCompose(compose: ComposeResult): ComposeResult {
  return { ...withPaths(compose, (path) => posix.relative(compose.directory, path)), directory: "." };
}

/**
 * Returns a recorded compose with the paths of the directory it is in now. Records before version 3 have the paths
 * where it was made.
 */
export function composeAt(record: ComposeResult, directory: string): ComposeResult {
  const placed = withPaths(record, (path) =>
    posix.resolve(directory, posix.relative(record.directory, path)),
  );
  return { ...placed, directory };
}

function withPaths(compose: ComposeResult, change: (path: string) => string): ComposeResult {
  const { commit, image, files } = compose;
  const changed = Object.entries(files).flatMap(([name, path]) =>
    path === undefined ? [] : [[name, change(path)]],
  );
  return {
    ...compose,
    commit: { ...commit, repo: change(commit.repo) },
    image: { ...image, layout: change(image.layout) },
    files: Object.fromEntries(changed) as ComposeResult["files"],
  };
}
