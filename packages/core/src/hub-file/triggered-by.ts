import type { HubFile, Patterns } from "./hub-file.ts";
import { matchesPatterns } from "./matches-patterns.ts";

/** Describes what asks for a run, as far as triggers look at it. */
export interface TriggerCause {
  readonly kind: "push" | "tag" | "pull_request" | "schedule" | "comment" | "api" | "archive";
  /** `refs/heads/main`, `refs/tags/v1`, `refs/pull/3/head`. */
  readonly ref: string;
  readonly defaultBranch: string;
  /** The branch that a pull request is for. */
  readonly baseBranch?: string;
  /** `unknown` if GitHub cannot list them all; absent while nobody has asked. */
  readonly changedPaths?: readonly string[] | "unknown";
}

/** Says whether a cause leads to a run, and why not; `needs-paths` if that depends on the paths that changed. */
export type Verdict =
  | { readonly kind: "run" }
  | { readonly kind: "skip"; readonly why: string }
  | { readonly kind: "needs-paths" };

/** Decides whether the configuration of a repository wants a run of this cause. */
export function triggeredBy({ on }: HubFile, cause: TriggerCause): Verdict {
  switch (cause.kind) {
    case "push":
    case "archive": {
      const branch = cause.ref.replace(/^refs\/heads\//, "");
      if (on.push === undefined) return skip("pushes start no run: `on` has no `push`");
      const branches = on.push.branches ?? [cause.defaultBranch];
      if (!matchesBranch(branches, branch)) return skip(notAmong("on.push.branches", branch, branches));
      // Locks are made from files that the patterns are about.
      return cause.kind === "archive" ? run : byPaths("on.push.paths", on.push.paths, cause);
    }
    case "tag": {
      const tag = cause.ref.replace(/^refs\/tags\//, "");
      if (on.tags === undefined) return skip("tags start no run: `on` has no `tags`");
      return matchesPatterns(on.tags, tag) ? run : skip(notAmong("on.tags", tag, on.tags));
    }
    case "pull_request": {
      if (on.pullRequest === undefined) return skip("pull requests start no run: `on` has no `pull-request`");
      const { branches, paths } = on.pullRequest;
      const wanted = branches === "default" ? [cause.defaultBranch] : branches;
      const base = cause.baseBranch ?? cause.defaultBranch;
      if (wanted !== undefined && !matchesBranch(wanted, base))
        return skip(notAmong("on.pull-request.branches", base, wanted));
      return byPaths("on.pull-request.paths", paths, cause);
    }
    case "comment":
      return on.comment ? run : skip("comments start no run: `on.comment` is false");
    // Whoever asks by these ways has looked at the configuration, or has a key.
    case "schedule":
    case "api":
      return run;
  }
}

const run: Verdict = { kind: "run" };

function skip(why: string): Verdict {
  return { kind: "skip", why };
}

function notAmong(key: string, name: string, patterns: Patterns): string {
  return `\`${key}\` does not match ${name}: ${patterns.join(", ")}`;
}

/** A name is taken literally, too: a default branch may contain signs of patterns. */
function matchesBranch(patterns: Patterns, branch: string): boolean {
  return patterns.includes(branch) || matchesPatterns(patterns, branch);
}

function byPaths(key: string, patterns: Patterns | undefined, { changedPaths }: TriggerCause): Verdict {
  if (patterns === undefined) return run;
  if (changedPaths === undefined) return { kind: "needs-paths" };
  if (changedPaths === "unknown" || changedPaths.some((path) => matchesPatterns(patterns, path))) return run;
  return skip(`no changed path matches \`${key}\`: ${patterns.join(", ")}`);
}
