import type { TracedCall, TracedWord } from "./traced-calls.ts";

/** Holds what a program asked about its files. Paths are absolute, but their links and `..` are not resolved. */
export interface TouchedPaths {
  readonly paths: ReadonlySet<string>;
  /** Directories whose names were read. */
  readonly listed: ReadonlySet<string>;
  /** Programs that were started: what interprets them the kernel opens by itself. */
  readonly executed: ReadonlySet<string>;
  /** Directories that the program itself made. */
  readonly made: ReadonlySet<string>;
  /** Links that it made, each with all targets that it ever had. */
  readonly links: ReadonlyMap<string, readonly string[]>;
  /** Directories that it took as its root. */
  readonly roots: ReadonlySet<string>;
}

/**
 * Returns what a program touched, whether it was there or not: every text that it gives to a call about files is taken as
 * a path. A call that would make the answer incomplete is a reason instead.
 */
export function touchedPaths(
  calls: readonly TracedCall[],
): { readonly touched: TouchedPaths } | { readonly reason: string } {
  const paths = new Set<string>();
  const listed = new Set<string>();
  const executed = new Set<string>();
  const made = new Set<string>();
  const links = new Map<string, readonly string[]>();
  const roots = new Set<string>();
  const places = new Map<string, Place>();
  /** All directories that any process was in. */
  const everywhere = new Set(["/"]);

  for (const call of calls) {
    const { name, process, succeeded } = call;
    const place = places.get(process) ?? { isAlone: false, hasOwnRoot: roots.size > 0 };
    places.set(process, place);
    if (call.shares === "other") return { reason: "a process shares its directory with another one" };
    if (call.shares === "thread") place.isAlone = false;
    if (refused.has(name) && succeeded) return { reason: `the program made the call ${name}` };
    for (const { kind, value } of call.words) {
      if (kind !== "directory") continue;
      everywhere.add(value);
      place.directories = [value];
    }
    const { all, named } = pathsOf(call, place.isAlone ? (place.directories ?? everywhere) : everywhere);
    for (const path of all) paths.add(path);
    if (name.startsWith("getdents")) for (const path of all) listed.add(path);
    // What the call makes or goes to, as far as that is known.
    const targets = (named.length > 0 ? named : [all]).at(-1) ?? [];
    // A call that has no end may have succeeded all the same.
    if (name === "execve" || name === "execveat") for (const target of targets) executed.add(target);
    if (name === "chroot") for (const target of targets) roots.add(target);
    if (!succeeded) continue;
    if (name === "execve" || name === "execveat") startAlone(place, places.size === 1);
    if (name === "chroot") place.hasOwnRoot = true;
    if (name === "chdir" || name === "fchdir") {
      for (const target of targets) everywhere.add(target);
      if (everywhere.size > mostDirectories)
        return { reason: `nobody knows where the process ${process} went` };
      place.directories = targets;
    }
    const [target, another] = targets;
    if (target === undefined) continue;
    if (name === "symlink" || name === "symlinkat") {
      const to = call.words[0]?.value ?? "";
      if (
        place.hasOwnRoot &&
        /^\/|(?:^|\/)\.\.(?:\/|$)/.test(to) &&
        !targets.every((link) => isBelow(made, link))
      )
        return { reason: `nobody knows where the link to ${to} is` };
      for (const link of targets) addTo(links, link, to);
    }
    if (/^(?:rename|link)(?:at2?)?$/.test(name))
      for (const from of named[0] ?? []) for (const to of targets) moveLinks(links, from, to);
    // Of a process with a root of its own, the absolute paths are others than they seem.
    const isMade = (name === "mkdir" || name === "mkdirat") && another === undefined;
    if (isMade && !place.hasOwnRoot) made.add(target);
  }
  return { touched: { paths, listed, executed, made, links, roots } };
}

const refused = new Set(["clone3", "unshare", "setns", "pivot_root", "mount", "open_by_handle_at"]);

/** So many directories may there be in which processes were; a program that goes round and round has no end of them. */
const mostDirectories = 2000;

/**
 * Is what is known of a process. The trace does not say which process started which, so one that has not started a program
 * yet may be a thread of any other, and with that wherever any other is. So may one that has threads.
 */
interface Place {
  /** One of these; absent if nothing has shown it yet. */
  directories?: readonly string[];
  /** Whether nobody else can change its directory. */
  isAlone: boolean;
  /** Whether it has a root of its own, or may have got it from a process that has. */
  hasOwnRoot: boolean;
}

/** A program that is started has no threads. The first one begins in the root; of others, their first call tells. */
function startAlone(place: Place, isFirst: boolean): void {
  if (!place.isAlone) delete place.directories;
  place.isAlone = true;
  if (isFirst) place.directories ??= ["/"];
}

function isBelow(directories: ReadonlySet<string>, path: string): boolean {
  return [...directories].some((directory) => path.startsWith(`${directory}/`));
}

function addTo(links: Map<string, readonly string[]>, path: string, target: string): void {
  links.set(path, [...new Set([...(links.get(path) ?? []), target])]);
}

/** What was a link at or below one path is one at or below the other as well. */
function moveLinks(links: Map<string, readonly string[]>, from: string, to: string): void {
  for (const [path, targets] of [...links])
    if (path === from || path.startsWith(`${from}/`))
      for (const target of targets) addTo(links, `${to}${path.slice(from.length)}`, target);
}

/** Returns the paths of a call, and those that it has as texts, each as what it may be. */
function pathsOf({ name, words }: TracedCall, directories: Iterable<string>) {
  const all: string[] = [];
  const named: (readonly string[])[] = [];
  let bases: Iterable<string> = directories;
  for (const { kind, value } of wordsGiven(name, words)) {
    if (value === "") continue;
    if (kind !== "text") {
      // A pipe has a name without a slash.
      bases = value.startsWith("/") ? [value] : directories;
      all.push(...bases);
    } else {
      const may = value.startsWith("/") ? [value] : [...bases].map((base) => `${base}/${value}`);
      all.push(...may);
      named.push(may);
    }
  }
  return { all, named };
}

/** Leaves out texts that a call returns, and the target of a link, which matters only to those who follow it. */
function wordsGiven(name: string, words: readonly TracedWord[]): readonly TracedWord[] {
  if (name === "readlink" || name === "readlinkat") {
    const path = words.findIndex(({ kind }) => kind === "text");
    return words.slice(0, path + 1);
  }
  if (name === "symlink" || name === "symlinkat") return words.slice(1);
  return words;
}
