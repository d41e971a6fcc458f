import type { StartedProcess, TracedCall, TracedWord } from "./traced-calls.ts";

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
  const placeOf = placesIn(calls);

  for (const call of calls) {
    const { name, process, succeeded } = call;
    const place = placeOf(process);
    if (call.child !== undefined) {
      if (name === "clone3") return { reason: "clone3 hides whether it starts a thread" };
      placeOf(call.child.process ?? "", place, call.child);
      continue;
    }
    if (refused.has(name) && succeeded) return { reason: `the program made the call ${name}` };
    const { all, named } = pathsOf(call, place);
    for (const path of all) paths.add(path);
    if (name.startsWith("getdents")) for (const path of all) listed.add(path);
    // What the call makes or goes to, as far as that is known.
    const targets = (named.length > 0 ? named : [all]).at(-1) ?? [];
    // A call that has no end may have succeeded all the same.
    if (name === "execve" || name === "execveat") for (const target of targets) executed.add(target);
    if (name === "chroot") for (const target of targets) roots.add(target);
    if (!succeeded) continue;
    if (name === "chroot") place.hasOwnRoot = true;
    if (name === "chdir" || name === "fchdir") {
      if (place.mayBeThread) return { reason: `nobody knows with whom the process ${process} went` };
      if (targets.length > mostDirectories)
        return { reason: `nobody knows where the process ${process} went` };
      place.directories = targets;
    }
    // The absolute paths of a process with a root of its own are others than they seem.
    const [target, another] = targets;
    if (place.hasOwnRoot || target === undefined) continue;
    if ((name === "mkdir" || name === "mkdirat") && another === undefined) made.add(target);
    if (name === "symlink" || name === "symlinkat")
      for (const link of targets) addTo(links, link, call.words[0]?.value ?? "");
    if (/^(?:rename|link)(?:at2?)?$/.test(name))
      for (const from of named[0] ?? []) for (const to of targets) moveLinks(links, from, to);
  }
  return { touched: { paths, listed, executed, made, links, roots } };
}

const refused = new Set(["unshare", "setns", "pivot_root", "mount", "open_by_handle_at"]);

/** As many directories may a process be in of which nobody knows which one it is. */
const mostDirectories = 1000;

/** Is where a process is; threads share it. */
interface Place {
  /** One of these; the only one, as a rule. */
  directories: readonly string[];
  hasOwnRoot: boolean;
  /** Whether it may share its place with another process, of which the trace says nothing. */
  readonly mayBeThread: boolean;
}

/**
 * Returns what looks up the place of a process, or gives a started one that of its parent. A process may be seen before
 * the call that started it has ended: until then its parent stays where it is. Of one that ended too early, nobody knows
 * its parent, so it may be wherever any other was.
 */
function placesIn(calls: readonly TracedCall[]) {
  const parents = new Map<string, { readonly process: string; readonly isThread: boolean }>();
  let losesThreads = false;
  for (const { child, process } of calls) {
    if (child?.process === undefined) losesThreads ||= child?.isThread === true;
    else parents.set(child.process, { process, isThread: child.isThread });
  }
  const places = new Map<string, Place>();
  const first = calls[0]?.process ?? "";
  places.set(first, { directories: ["/"], hasOwnRoot: false, mayBeThread: false });

  const started = (of: Place, isThread: boolean): Place => (isThread ? of : { ...of });
  const inherited = (process: string): Place => {
    const parent = parents.get(process);
    const place = parent && places.get(parent.process);
    if (parent !== undefined && place !== undefined) return started(place, parent.isThread);
    return { directories: [...everywhere], hasOwnRoot: false, mayBeThread: losesThreads };
  };
  const everywhere = new Set<string>();
  return (process: string, of?: Place, child?: StartedProcess): Place => {
    const place = places.get(process) ?? (of ? started(of, child?.isThread ?? false) : inherited(process));
    if (process !== "") places.set(process, place);
    for (const directory of place.directories) everywhere.add(directory);
    return place;
  };
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
function pathsOf({ name, words }: TracedCall, { directories }: Place) {
  const all: string[] = [];
  const named: (readonly string[])[] = [];
  let bases = directories;
  for (const { kind, value } of wordsGiven(name, words)) {
    if (value === "") continue;
    if (kind === "descriptor") {
      // A pipe has a name without a slash.
      bases = value.startsWith("/") ? [value] : directories;
      all.push(...bases);
    } else {
      const may = value.startsWith("/") ? [value] : bases.map((base) => `${base}/${value}`);
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
