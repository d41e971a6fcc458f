import { digestOf, digestOfBytes } from "@debootc/core/record/digest";
import { escapedName } from "@debootc/core/tar/escaped-name";
import type { EntryKind } from "@debootc/core/trace/follow-path";
import { extendedAttributes } from "@debootc/tools/files/extended-attributes";
import { lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

interface Asked {
  /** Where the root is. */
  readonly root: string;
  /** SOURCE_DATE_EPOCH, seconds: what is newer is as old as that to dracut. */
  readonly timestamp: number;
  /** The file that is made; to the answers it is not there. */
  readonly image: string;
  /** What directories were before names came and went in them. */
  readonly before?: ReadonlyMap<string, Stats>;
}

/**
 * Answers what a program can ask about places in a root. A place must have no links on its way: whoever compares answers
 * does so from the top, and stops at the first that differs.
 */
export interface RootAnswers {
  readonly kindAt: (place: string) => EntryKind;
  readonly passed: (place: string) => string;
  readonly seen: (place: string) => Promise<string>;
  readonly listed: (place: string) => string;
}

/** Reads the extended attributes of a root, and returns what answers all else about it. */
export async function rootAnswers(
  { root, timestamp, image, before }: Asked,
  signal: AbortSignal,
): Promise<RootAnswers> {
  const attributes = attributesByPlace(await extendedAttributes(root, signal));
  /** The first place of each file that has several. */
  const firsts = new Map<string, string>();
  const statAt = (place: string): Stats | undefined =>
    place === image
      ? undefined
      : (before?.get(place) ?? lstatSync(join(root, place), { throwIfNoEntry: false }));
  const linkAt = (place: string): string =>
    escapedName(readlinkSync(join(root, place), { encoding: "buffer" }));
  const kindAt = (place: string): EntryKind => {
    const stat = statAt(place);
    if (stat === undefined) return undefined;
    if (stat.isSymbolicLink()) return { link: linkAt(place) };
    return stat.isDirectory() ? "directory" : "other";
  };
  return {
    kindAt,
    passed: (place) => {
      const kind = kindAt(place);
      return typeof kind === "object" ? `link ${kind.link}` : (kind ?? "nothing");
    },
    seen: async (place) => {
      const stat = statAt(place);
      if (stat === undefined) return "nothing";
      const { mode, uid, gid, nlink, size, rdev } = stat;
      const changed = Math.min(stat.mtimeMs, timestamp * 1000);
      const of = [mode, uid, gid, changed, attributes.get(place) ?? ""];
      if (stat.isDirectory()) return digestOf(of);
      if (stat.isSymbolicLink()) return digestOf([...of, linkAt(place)]);
      if (!stat.isFile()) return digestOf([...of, rdev]);
      const inode = `${stat.dev}:${stat.ino}`;
      if (!firsts.has(inode)) firsts.set(inode, place);
      const others = nlink > 1 ? [nlink, firsts.get(inode)] : [];
      return digestOf([...of, size, digestOfBytes(await readFile(join(root, place))), ...others]);
    },
    listed: (place) => {
      if (kindAt(place) !== "directory") return "nothing";
      const entries = readdirSync(join(root, place), { encoding: "buffer", withFileTypes: true })
        .map((entry) => ({ name: escapedName(entry.name), type: typeOf(entry) }))
        .filter(({ name }) => place !== dirname(image) || name !== basename(image));
      return digestOf(entries.map(({ name, type }) => `${type} ${name}`).sort());
    },
  };
}

function typeOf(entry: { isDirectory(): boolean; isSymbolicLink(): boolean; isFile(): boolean }): string {
  if (entry.isDirectory()) return "directory";
  if (entry.isSymbolicLink()) return "link";
  return entry.isFile() ? "file" : "other";
}

/** Reads what getfattr writes: a block for each file that has attributes, under its name from the root. */
function attributesByPlace(text: string): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const block of text.split("\n\n")) {
    const [heading = "", ...lines] = block.trim().split("\n");
    const name = /^# file: (.*)$/.exec(heading)?.[1];
    if (name === undefined) continue;
    const bytes = name.replace(/\\(\d{3})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    );
    const place = name === bytes ? name : escapedName(Buffer.from(bytes, "latin1"));
    places.set(`/${place}`, lines.sort().join("\n"));
  }
  return places;
}
