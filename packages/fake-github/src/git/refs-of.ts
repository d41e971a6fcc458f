import type { Repository } from "../state/repository.ts";

/** Returns the references that a repository shows to git: branches, tags, and the heads of its pull requests. */
export function refsOf({ branches, tags, pulls }: Repository): Map<string, string> {
  return new Map([
    ...[...branches].map(([name, sha]) => [`refs/heads/${name}`, sha] as const),
    ...[...tags].map(([name, sha]) => [`refs/tags/${name}`, sha] as const),
    ...[...pulls.values()].map(({ number, headSha }) => [`refs/pull/${number}/head`, headSha] as const),
  ]);
}
