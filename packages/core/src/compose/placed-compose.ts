import { posix } from "node:path";
import type { ComposeResult } from "./compose-result.ts";

/** A compose for its record: its paths relative to its directory, so that the whole can be moved. */
export function portableCompose(compose: ComposeResult): ComposeResult {
  return { ...withPaths(compose, (path) => posix.relative(compose.directory, path)), directory: "." };
}

/** A recorded compose that stands in a directory now; records before version 3 have the paths it was made with. */
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
