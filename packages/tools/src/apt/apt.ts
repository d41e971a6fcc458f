import type { Pin } from "@debootc/core/debian/pin";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AptFailure, parseAptFailures } from "./apt-failure.ts";
import type { AptRoot } from "./apt-root.ts";
import type { IndexKind } from "./apt-sources.ts";
import { normalUri } from "./apt-uri.ts";
import { failuresOfDeadMethod } from "./dead-method.ts";
import { readIfPresent } from "../files/paths.ts";
import { fullDiskError, fullDiskLine } from "../full-disk.ts";
import { listsName } from "./lists-name.ts";
import { fileSizeLimit, watchLists } from "./lists-watch.ts";
import { refuseOnFullDisk } from "./refuse-on-full-disk.ts";
import { settleLists } from "./settle-lists.ts";
import { type Outcome, run } from "../run.ts";

interface AptOptions {
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** Fetches and verifies the indexes of all sources; returns what failed, an empty list on success. */
export async function updateIndexes(root: AptRoot, options: AptOptions): Promise<AptFailure[]> {
  const failures = await update(root, [], options);
  await settleLists(root.listsDirectory);
  return failures;
}

/** Fetches and verifies only the Release files of all sources; apt removes the indexes it fetched before. */
export async function updateReleases(
  root: AptRoot,
  options: AptOptions,
  kind: IndexKind = "Packages",
): Promise<AptFailure[]> {
  const target = kind === "Sources" ? "deb-src::Sources" : "deb::Packages";
  return update(root, [`-oAcquire::IndexTargets::${target}::DefaultEnabled=false`], options);
}

async function update(
  root: AptRoot,
  args: readonly string[],
  options: AptOptions,
  attempts = 2,
): Promise<AptFailure[]> {
  const watch = watchLists(root);
  const watched = {
    signal: AbortSignal.any([options.signal, watch.signal]),
    onLine: (line: string) => {
      watch.hear(line);
      options.onLine(line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);
    },
  };
  const ended = await untilDiskIsFull(watched, async (until) =>
    aptGet(root, ["update", "--quiet=1", "-opkgCacheFile::Generate=false", ...args], until, limited),
  ).then(
    (outcome) => ({ outcome }),
    (error: unknown) => ({ error }),
  );
  const passed = await watch.end();
  if (passed.length > 0 && !options.signal.aborted) {
    refuseOnFullDisk(passed, root.listsDirectory);
    return passed;
  }
  if ("error" in ended) throw ended.error;
  const { outcome } = ended;
  if (outcome.exitCode === 0) return [];
  const failures = parseAptFailures(outcome.stderr, outcome.stdout);
  if (failures.length === 0) {
    const died = failuresOfDeadMethod(outcome.stderr, root);
    refuseOnFullDisk(died, root.listsDirectory);
    if (died.length === 0) throw aptFailed("apt-get update", outcome);
    // Rarely apt's program dies by itself; a server that makes it die does so each time.
    return attempts > 1 ? update(root, args, options, attempts - 1) : died;
  }
  refuseOnFullDisk(failures, root.listsDirectory);
  return Promise.all(failures.map((failure) => withRelease(failure, root)));
}

/** apt repeats some messages for every block of an endless file, in one line. */
const longestLine = 2000;

/** Runs a program so that no file that it writes becomes longer than any index may be. */
const limited = ["prlimit", `--fsize=${fileSizeLimit}`, "--"];

/** Adds the text of a Release file that apt refuses without saying why. */
async function withRelease(failure: AptFailure, { listsDirectory }: AptRoot): Promise<AptFailure> {
  const { kind, uri, suite = "" } = failure;
  if (kind !== "weak") return failure;
  const place = suite.endsWith("/") ? `${uri}/${suite}` : `${uri}/dists/${suite}/`;
  for (const name of ["InRelease", "Release"]) {
    const text = await readIfPresent(join(listsDirectory, "partial", listsName(`${place}${name}`)));
    if (text !== undefined) return { ...failure, release: text.toString() };
  }
  return failure;
}

/**
 * Stops apt as soon as a disk is full: it would ask the archive again and again, call the archive unreachable, and
 * often wait forever for one of its own processes.
 */
async function untilDiskIsFull(
  { signal, onLine }: AptOptions,
  update: (options: AptOptions) => Promise<Outcome>,
): Promise<Outcome> {
  const full = new AbortController();
  let line: string | undefined;
  const watched: AptOptions = {
    signal: AbortSignal.any([signal, full.signal]),
    onLine: (said) => {
      onLine(said);
      line ??= fullDiskLine(said);
      if (line !== undefined) full.abort();
    },
  };
  try {
    const outcome = await update(watched);
    if (line === undefined) return outcome;
  } catch (error) {
    if (line === undefined || signal.aborted) throw error;
  }
  throw fullDiskError("apt-get update", line);
}

/** Describes an index that a source offers for the root's architecture, or its index of source packages. */
export interface IndexTarget {
  /** The archive, as `normalUri` writes it. */
  readonly uri: string;
  /** Suite as given in the source; `./` and the like for a flat archive. */
  readonly suite: string;
  /** Path below the suite, as the Release file lists it. */
  readonly metaKey: string;
  /** Absolute path; the file is missing if the index is empty or the source does not have it. */
  readonly file: string;
}

/** Lists the indexes of all sources and their files after `updateIndexes`. */
export async function indexTargets(
  root: AptRoot,
  options: AptOptions,
  wanted: IndexKind = "Packages",
): Promise<IndexTarget[]> {
  const format = "$(CREATED_BY)\t$(REPO_URI)\t$(RELEASE)\t$(METAKEY)\t$(FILENAME)";
  const { stdout } = await run({
    tool: "apt-get",
    args: ["indextargets", "--no-release-info", "--format", format],
    env: root.environment,
    signal: options.signal,
  });
  return stdout.split("\n").flatMap((line) => {
    const [kind, uri = "", suite = "", metaKey = "", file = ""] = line.split("\t");
    return kind === wanted ? [{ uri: normalUri(uri), suite, metaKey, file }] : [];
  });
}

/** Describes one archive file that apt would fetch. */
export interface Selection {
  readonly uri: string;
  /** As far as apt's file name tells: an index with a strange `Filename` makes it another. */
  readonly name: string;
  /** Absent if the index gives none. */
  readonly sha256?: string | undefined;
}

export type Solution =
  | { readonly kind: "solved"; readonly selected: readonly Selection[] }
  /** apt found no solution; `said` is its own explanation. */
  | { readonly kind: "unmet"; readonly said: string }
  | UnusableEntry;

/** Names a package of apt's solution for which the index gives no file; `said` is apt's own word. */
export interface UnusableEntry {
  readonly kind: "unusable";
  readonly name: string;
  readonly version: string;
  readonly said: string;
}

interface Wish {
  /** In the form that apt-get install takes. */
  readonly packages: readonly string[];
  /** Names of packages that must not be installed, whatever depends on them. */
  readonly excluded: readonly string[];
  /** The first pin that matches a version counts. */
  readonly pins: readonly Pin[];
}

/** Lets apt choose the packages of an empty system. */
export async function solve(root: AptRoot, wish: Wish, options: AptOptions): Promise<Solution> {
  // Of its own, because several choices may be made from one root at a time.
  const preferences = join(root.preferencesDirectory, randomUUID());
  await writeFile(preferences, formatPins(wish));
  const outcome = await aptGet(
    root,
    // With `--print-uris` apt prints MD5 sums unless another hash is forced.
    [
      ...["install", "--yes", "--quiet=1", "--print-uris", "-oAcquire::ForceHash=SHA256"],
      ...[`-oDir::Etc::Preferences=${preferences}`, "--", ...wish.packages],
    ],
    options,
  );
  if (outcome.exitCode === 0)
    return { kind: "solved", selected: outcome.stdout.split("\n").flatMap(parseSelection) };
  const said = `${outcome.stdout}${outcome.stderr}`.trim();
  if (
    /unmet dependencies|held broken packages|no installation candidate|Unable to (?:locate|correct)|Unable to satisfy/.test(
      said,
    )
  ) {
    return { kind: "unmet", said };
  }
  const unusable = unusableEntry(said);
  if (unusable !== undefined) return unusable;
  throw aptFailed("apt-get install", outcome);
}

/** Recognises that apt has nothing to fetch for a package that it chose: its entry has no `Filename`. */
export function unusableEntry(said: string): UnusableEntry | undefined {
  const { name, version = "" } =
    /Can't find a source to download version '(?<version>[^']*)' of '(?<name>[^':]+)/.exec(said)?.groups ??
    /No Filename: field for package (?<name>[^\s:]+)/.exec(said)?.groups ??
    {};
  return name === undefined ? undefined : { kind: "unusable", name, version, said };
}

async function aptGet(
  root: AptRoot,
  args: readonly string[],
  { signal, onLine }: AptOptions,
  before: readonly string[] = [],
): Promise<Outcome> {
  // The largest choice takes seconds; an index made for it could keep apt busy for days.
  const timeoutSeconds = 1200;
  const [tool = "", ...rest] = [...before, "apt-get", ...args];
  return run({ tool, args: rest, env: root.environment, signal, onLine, timeoutSeconds, accept: [0, 100] });
}

/** Formats pins, and a pin that no version of an excluded package passes, as apt_preferences(5). */
export function formatPins({ excluded, pins }: Pick<Wish, "excluded" | "pins">): string {
  const never = { package: excluded.join(" "), pin: "version *", priority: -1 };
  return [...(excluded.length === 0 ? [] : [never]), ...pins]
    .map((pin) => `Package: ${pin.package}\nPin: ${pin.pin}\nPin-Priority: ${pin.priority}\n`)
    .join("\n");
}

/**
 * Parses a line of `--print-uris`; skips any other line. apt escapes blanks in addresses, so that whatever an index says,
 * the line has four words. Throws `package-manager-failed` for a line in another form.
 */
export function parseSelection(line: string): Selection[] {
  if (!line.startsWith("'")) return [];
  const { uri, file, sha256 } =
    /^'(?<uri>\S+)' (?<file>\S+) \d+ (?:SHA256:(?<sha256>[0-9a-f]{64})|\S*)$/.exec(line)?.groups ?? {};
  if (uri === undefined || file === undefined) {
    throw new DebootcError("package-manager-failed", `apt names a file in an unknown form: ${line}`, {
      hint: "The log contains all of apt's output.",
    });
  }
  return [{ uri, name: file.replace(/_.*/, ""), ...(sha256 === undefined ? {} : { sha256 }) }];
}

function aptFailed(command: string, { stdout, stderr }: Outcome): DebootcError {
  return new DebootcError("package-manager-failed", `${command} failed: ${(stderr || stdout).trim()}`);
}
