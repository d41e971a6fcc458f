/** Says what is at a place; undefined where nothing is. */
export type EntryKind = { readonly link: string } | "directory" | "other" | undefined;

/** Holds the places that decide where a path leads, each reached without a link. */
export interface FollowedPath {
  /** The directories and links on the way. */
  readonly passed: readonly string[];
  /** Where it leads: an entry that is no link, or where the way ends because there is nothing. */
  readonly end: string;
}

/** Linux follows at most this many. */
const linkLimit = 40;

/**
 * Follows a path as the kernel does, link by link, `..` from where the link before it leads. A path with too many links
 * ends at the last of them.
 */
export function followPath(path: string, kindAt: (place: string) => EntryKind): FollowedPath {
  const passed: string[] = [];
  const names: string[] = [];
  const ahead = namesOf(path);
  let followed = 0;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (name === "..") {
      names.pop();
      continue;
    }
    const place = `/${[...names, name].join("/")}`;
    const kind = kindAt(place);
    if (typeof kind === "object") {
      followed += 1;
      if (followed > linkLimit) return { passed, end: place };
      passed.push(place);
      if (kind.link.startsWith("/")) names.length = 0;
      ahead.push(...namesOf(kind.link));
      continue;
    }
    if (kind !== "directory" && ahead.length > 0) return { passed, end: place };
    names.push(name);
    if (ahead.length > 0) passed.push(place);
  }
  return { passed, end: `/${names.join("/")}` };
}

/** Splits a path into names, the first one at the end of the list. */
function namesOf(path: string): string[] {
  return path
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .reverse();
}
