import { matchesGlob } from "../text/matches-glob.ts";
import type { Patterns } from "./hub-file.ts";

/** Returns whether a text matches one of the patterns and none that begins with `!`; without others, these alone count. */
export function matchesPatterns(patterns: Patterns, text: string): boolean {
  const excluded = patterns.filter((pattern) => pattern.startsWith("!"));
  const included = patterns.filter((pattern) => !pattern.startsWith("!"));
  if (excluded.some((pattern) => matchesGlob(pattern.slice(1), text))) return false;
  return (
    included.some((pattern) => matchesGlob(pattern, text)) || (included.length === 0 && excluded.length > 0)
  );
}
