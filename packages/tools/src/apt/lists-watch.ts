import { indexBounds } from "@debootc/core/deb822/index-bounds";
import { formatBytes } from "@debootc/core/text/amount";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AptFailure } from "./apt-failure.ts";
import type { AptRoot } from "./apt-root.ts";
import { hasErrno } from "../errno.ts";
import { isDiskFull } from "../full-disk.ts";
import { placesOf } from "./apt-places.ts";
import { normalUri } from "./apt-uri.ts";

/** Watches what apt receives while it updates indexes, because apt itself limits neither their length nor its time. */
export interface ListsWatch {
  /** Aborted as soon as a bound is passed. */
  readonly signal: AbortSignal;
  /** Takes each line that apt prints. */
  readonly hear: (line: string) => void;
  /** Ends the watch, and returns which source passed which bound; nothing if none did. */
  readonly end: () => Promise<AptFailure[]>;
}

const sampleMilliseconds = 250;
/** A server that delivers less than this in each second, on average, counts as silent. */
const slowestBytes = 1024;
/** No update of indexes may take longer: at the slowest speed, it would go on for days. */
const longestSeconds = 1200;
/** On a full disk, apt often waits for ever for one of its methods, which could not write what it had to say. */
const longestOnFullDiskSeconds = 10;

/** What is seen of the directory of the lists. */
interface Sight {
  readonly isFull: (directory: string) => boolean;
  readonly sizesIn: (directory: string) => Promise<ReadonlyMap<string, number>>;
}

/** Begins to watch the lists of `root`, of which `stallSeconds` says how long a server may deliver almost nothing. */
export function watchLists(root: AptRoot, sight: Sight = { isFull: isDiskFull, sizesIn }): ListsWatch {
  const stop = new AbortController();
  const heard = new Set<string>();
  let failures: AptFailure[] = [];
  /** Counted by looks, so that a machine that is busy with something else gives a server more time. */
  let seconds = 0;
  let lines = 0;
  let mark = { seconds, lines, sizes: new Map<string, number>() };
  let moved = { seconds, lines, bytes: 0 };

  const judge = (sizes: ReadonlyMap<string, number>) => {
    const tooLarge = [...sizes].filter(([name, size]) => size > boundOf(name));
    if (tooLarge.length > 0)
      return tooLarge.map(([name]) => failureOf(root, name, "too-large", largeOf(name)));
    if (seconds > longestSeconds)
      return slow(sizes, `reading the indexes took longer than ${longestSeconds / 60} minutes`);
    if (lines !== moved.lines || sum(sizes) !== moved.bytes) moved = { seconds, lines, bytes: sum(sizes) };
    const still = seconds - moved.seconds;
    if (still >= longestOnFullDiskSeconds && sight.isFull(root.listsDirectory))
      return slow(sizes, `nothing has moved for ${still} s`);
    if (seconds - mark.seconds < root.stallSeconds) return [];
    const isStalled = lines === mark.lines && sum(sizes) - sum(mark.sizes) < slowestBytes * root.stallSeconds;
    if (isStalled) return slow(sizes, `almost nothing arrived for ${root.stallSeconds} s`);
    mark = { seconds, lines, sizes: new Map(sizes) };
    return [];
  };
  const slow = (sizes: ReadonlyMap<string, number>, detail: string): AptFailure[] => {
    const growing = [...sizes].filter(([name, size]) => size > (mark.sizes.get(name) ?? 0));
    if (growing.length > 0) return growing.map(([name]) => failureOf(root, name, "stalled", detail));
    const places = placesOf(root);
    const silent = places.filter(({ uri, suite }) => !heard.has(`${uri} ${suite}`));
    return (silent.length > 0 ? silent : places).map(({ uri, suite }) => ({
      kind: "stalled",
      uri,
      suite,
      detail,
    }));
  };
  const look = async () => {
    failures = judge(await sight.sizesIn(root.listsDirectory));
    if (failures.length > 0) stop.abort();
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    seconds += sampleMilliseconds / 1000;
    looking = looking.then(() => (stop.signal.aborted ? undefined : look()));
    looking.catch(() => {});
  }, sampleMilliseconds);
  return {
    signal: stop.signal,
    hear: (line) => {
      lines++;
      const [, uri, suite] = /^(?:Get|Hit|Ign|Err):\d+ (\S+) (\S+) /.exec(line) ?? [];
      if (uri !== undefined) heard.add(`${normalUri(uri)} ${suite}`);
    },
    end: async () => {
      clearInterval(timer);
      await looking;
      // What apt was still writing when the kernel stopped it is exactly as long as it may be.
      if (failures.length === 0) failures = judge(await sight.sizesIn(root.listsDirectory));
      return failures.filter(({ kind }) => kind === "too-large" || stop.signal.aborted);
    },
  };
}

/** Returns how long a file of apt's lists may become. A longer one is stopped by the kernel, see `fileSizeLimit`. */
function boundOf(name: string): number {
  return /Release(?:\.gpg)?(?:\.FAILED)?$/.test(name)
    ? indexBounds.releaseBytes
    : Math.min(indexBounds.indexBytes, fileSizeLimit - 1);
}

/** Limits each file that apt writes, in bytes: between two looks, a decompressor may write a gigabyte. */
export const fileSizeLimit = indexBounds.indexBytes + 1;

function largeOf(name: string): string {
  const bound = formatBytes(boundOf(name));
  return `${fileKind(name)} of more than ${bound}, but at most ${bound} are read`;
}

function fileKind(name: string): string {
  if (/Release/.test(name)) return "a Release file";
  return /Sources/.test(name) ? "an index of source packages" : "an index of packages";
}

function failureOf(root: AptRoot, name: string, kind: "too-large" | "stalled", detail: string): AptFailure {
  const place = placesOf(root).find(({ prefix }) => name.startsWith(prefix));
  return { kind, uri: place?.uri ?? name, ...(place ? { suite: place.suite } : {}), detail };
}

/** Returns the lengths of all files among the lists, also of those that have not arrived completely. */
async function sizesIn(directory: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const place of [directory, join(directory, "partial")]) {
    for (const name of await unlessGone(readdir(place), [])) {
      const found = await unlessGone(stat(join(place, name)), undefined);
      if (found?.isFile()) sizes.set(name, found.size);
    }
  }
  return sizes;
}

/** apt renames and removes its files while they are looked at. */
async function unlessGone<T, U>(looking: Promise<T>, otherwise: U): Promise<T | U> {
  return looking.catch((error: unknown) => {
    if (hasErrno(error, "ENOENT")) return otherwise;
    throw error;
  });
}

function sum(sizes: ReadonlyMap<string, number>): number {
  return [...sizes.values()].reduce((one, other) => one + other, 0);
}
