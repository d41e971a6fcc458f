import { type EntryKind, followPath } from "@debootc/core/trace/follow-path";
import type { TouchedPaths } from "@debootc/core/trace/touched-paths";
import { dirname, join } from "node:path";

/** Holds the places of a root that decide what a program found out about it. */
export interface TouchedPlaces {
  readonly passed: ReadonlySet<string>;
  readonly seen: ReadonlySet<string>;
  readonly listed: ReadonlySet<string>;
}

/** Names what a sandbox puts over a root: nothing below is of the root. */
const foreign = ["/dev", "/proc", "/run", "/tmp"];

/** These lead a process from /proc back into its root. */
const wayBack =
  /^\/proc\/[^/]+\/(?:task\/[^/]+\/)?(?:root|cwd|fd\/[^/]+|map_files\/[^/]+)\/.|^\/dev\/fd\/[^/]+\/./;

interface Root {
  readonly kindAt: (place: string) => EntryKind;
  /** The programs that start a program: the kernel opens them without a call. */
  readonly interpretersOf: (place: string) => readonly string[];
}

/**
 * Resolves the paths that a program touched in a root, which is again as it was before. What the program itself made, and
 * what is not of the root, is left out, but for links there that lead back. What cannot be resolved is a reason.
 */
export function touchedPlaces(
  touched: TouchedPaths,
  root: Root,
): { readonly places: TouchedPlaces } | { readonly reason: string } {
  const made = new Set<string>();
  const links = new Map<string, string>();
  const isMade = (place: string): boolean => made.has(place) || (place !== "/" && isMade(dirname(place)));
  const isForeign = (place: string): boolean =>
    foreign.some((top) => place === top || place.startsWith(`${top}/`));
  const known = new Map<string, EntryKind>();
  const kindAt = (place: string): EntryKind => {
    const link = links.get(place);
    if (link !== undefined) return { link };
    if (isForeign(place) || isMade(place)) return "directory";
    if (!known.has(place)) known.set(place, root.kindAt(place));
    return known.get(place);
  };
  const placeOf = (path: string): string => join(followPath(dirname(path), kindAt).end, nameOf(path));
  for (const path of touched.made) {
    const place = placeOf(path);
    if (root.kindAt(place) === undefined) made.add(place);
  }
  for (const [path, targets] of touched.links) {
    const [target, another] = targets;
    if (another !== undefined) return { reason: `the link ${path} had several targets` };
    const place = placeOf(path);
    if (target !== undefined && (isForeign(place) || isMade(place))) links.set(place, target);
  }
  known.clear();

  const places = { passed: new Set<string>(), seen: new Set<string>(), listed: new Set<string>() };
  let back: string | undefined;
  const add = (path: string, to: "seen" | "listed"): string => {
    const { passed, end } = followPath(path, kindAt);
    if (wayBack.test(end)) back ??= end;
    for (const place of passed) if (!isForeign(place) && !isMade(place)) places.passed.add(place);
    if (!isForeign(end) && !isMade(end)) places[to].add(end);
    return end;
  };
  for (const path of touched.paths) add(path, "seen");
  for (const path of touched.listed) add(path, "listed");
  const programs = [...touched.executed];
  const started = new Set<string>();
  for (let path = programs.pop(); path !== undefined; path = programs.pop()) {
    const end = add(path, "seen");
    if (started.has(end)) continue;
    started.add(end);
    if (!isForeign(end) && !isMade(end)) programs.push(...root.interpretersOf(end));
  }
  for (const path of touched.roots) {
    const { end } = followPath(path, kindAt);
    if (end !== "/" && !isMade(end)) return { reason: `the program took ${end} as its root` };
  }
  if (back !== undefined) return { reason: `the program went back into the root by ${back}` };
  return { places };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
