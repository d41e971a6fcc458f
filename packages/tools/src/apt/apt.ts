import type { Pin } from "@debootc/core/debian/pin";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { writeFile } from "node:fs/promises";
import { type AptFailure, parseAptFailures } from "./apt-failure.ts";
import type { AptRoot } from "./apt-root.ts";
import type { IndexKind } from "./apt-sources.ts";
import { normalUri } from "./apt-uri.ts";
import { fullDiskError, fullDiskLine } from "../full-disk.ts";
import { type Outcome, run } from "../run.ts";

interface AptOptions {
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** Fetches and verifies the indexes of all sources; the answer is what went wrong, nothing when all is well. */
export async function updateIndexes(root: AptRoot, options: AptOptions): Promise<AptFailure[]> {
  return update(root, [], options);
}

/** As `updateIndexes`, but only the Release files: of what they promise nothing is fetched, and what is there goes. */
export async function updateReleases(root: AptRoot, options: AptOptions): Promise<AptFailure[]> {
  return update(root, ["-oAcquire::IndexTargets::deb::Packages::DefaultEnabled=false"], options);
}

async function update(root: AptRoot, args: readonly string[], options: AptOptions): Promise<AptFailure[]> {
  const outcome = await untilDiskIsFull(options, (watched) =>
    aptGet(root, ["update", "--quiet=1", ...args], watched),
  );
  if (outcome.exitCode === 0) return [];
  const failures = parseAptFailures(outcome.stderr);
  if (failures.length === 0) throw aptFailed("apt-get update", outcome);
  return failures;
}

/**
 * A full disk ends apt at once: it would ask the archive again and again, call the archive unreachable, and often wait
 * for ever for one of its own processes.
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

/** An index that a source offers for the architecture of the root, or its index of source packages. */
export interface IndexTarget {
  /** The archive, as `normalUri` writes it. */
  readonly uri: string;
  /** Suite as in the source; `./` and the like for a flat one. */
  readonly suite: string;
  /** Path below the suite, as the Release file lists it. */
  readonly metaKey: string;
  /** Absolute; missing where the index is empty or the source does not have it. */
  readonly file: string;
}

/** Where the indexes of all sources stand after `updateIndexes`. */
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

/** One archive file that apt would fetch. */
export interface Selection {
  readonly uri: string;
  readonly name: string;
  readonly sha256: string;
}

export type Solution =
  | { readonly kind: "solved"; readonly selected: readonly Selection[] }
  /** apt found no set; `said` is its own account of it. */
  | { readonly kind: "unmet"; readonly said: string };

interface Wish {
  /** As apt-get install takes them. */
  readonly packages: readonly string[];
  /** Names that may not be installed, whatever wants them. */
  readonly excluded: readonly string[];
  /** Of those that match a version, the first counts. */
  readonly pins: readonly Pin[];
}

/** Lets apt choose the packages of an empty system. */
export async function solve(root: AptRoot, wish: Wish, options: AptOptions): Promise<Solution> {
  await writeFile(root.preferencesFile, formatPins(wish));
  const outcome = await aptGet(
    root,
    // With `--print-uris` apt shows MD5 unless told which hash to show.
    ["install", "--yes", "--quiet=1", "--print-uris", "-oAcquire::ForceHash=SHA256", "--", ...wish.packages],
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
  throw aptFailed("apt-get install", outcome);
}

async function aptGet(
  root: AptRoot,
  args: readonly string[],
  { signal, onLine }: AptOptions,
): Promise<Outcome> {
  return run({ tool: "apt-get", args, env: root.environment, signal, onLine, accept: [0, 100] });
}

function formatPins({ excluded, pins }: Wish): string {
  const never = { package: excluded.join(" "), pin: "version *", priority: -1 };
  return [...(excluded.length === 0 ? [] : [never]), ...pins]
    .map((pin) => `Package: ${pin.package}\nPin: ${pin.pin}\nPin-Priority: ${pin.priority}\n`)
    .join("\n");
}

/** A line of `--print-uris`; none for any other line. Throws `trust-refused` for a file without SHA-256. */
export function parseSelection(line: string): Selection[] {
  if (!line.startsWith("'")) return [];
  const { uri, name, sha256 } =
    /^'(?<uri>[^']+)' (?<name>[^_\s]+)_\S+ \d+ SHA256:(?<sha256>[0-9a-f]{64})$/.exec(line)?.groups ?? {};
  if (uri === undefined || name === undefined || sha256 === undefined) {
    throw new DebootcError("trust-refused", `the index of a source gives no SHA-256 for a package: ${line}`, {
      hint: "debootc locks packages by SHA-256. Ask the owner of the source to publish it, or leave the package out.",
    });
  }
  return [{ uri, name, sha256 }];
}

function aptFailed(command: string, { stdout, stderr }: Outcome): DebootcError {
  return new DebootcError("package-manager-failed", `${command} failed: ${(stderr || stdout).trim()}`);
}
