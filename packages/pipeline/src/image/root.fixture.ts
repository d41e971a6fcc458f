import { Readable } from "node:stream";
import type { TarEntry } from "@debootc/core/tar/entry";
import { writeTar } from "@debootc/core/tar/write-tar";
import { extractTar } from "@debootc/tools/files/extract-tar";
import type { RootEntry } from "../tree/root-entries.ts";

export interface WholeEntry {
  readonly entry: TarEntry;
  readonly bytes: Uint8Array;
}

type Given = Pick<TarEntry, "path" | "type"> & Partial<TarEntry> & { readonly bytes?: Uint8Array };

/** Makes an entry that belongs to root and has the usual permissions, unless changed. */
export function wholeEntry({ bytes = Buffer.alloc(0), ...given }: Given): WholeEntry {
  const modes = { directory: 0o755, file: 0o644, symlink: 0o777 } as const;
  const mode = given.type in modes ? modes[given.type as keyof typeof modes] : 0o644;
  const mtime = given.type === "directory" ? 0 : 1000;
  return {
    entry: { mode, uid: 0, gid: 0, size: bytes.length, mtime, xattrs: new Map(), ...given },
    bytes,
  };
}

/** Encodes cap_net_raw+ep as the kernel stores it. */
export const capability = Buffer.from("0100000200200000000000000000000000000000", "hex");

const ping = { mode: 0o755, mtime: 1000, xattrs: new Map([["security.capability", capability]]) };
const long = `${"d".repeat(120)}/${"n".repeat(200)}`;

/** Lists a small root with everything that is hard to preserve, in the order and form of `rootEntries`. */
export const hardRoot: readonly WholeEntry[] = [
  wholeEntry({ path: ".", type: "directory", mode: 0o751 }),
  wholeEntry({ path: "bin", type: "symlink", linkPath: "usr/bin" }),
  wholeEntry({ path: long.slice(0, 120), type: "directory", mode: 0o2775, gid: 50 }),
  wholeEntry({ path: long, type: "file", bytes: Buffer.from("long") }),
  wholeEntry({ path: "empty", type: "directory", mode: 0o1777 }),
  wholeEntry({ path: "usr", type: "directory" }),
  wholeEntry({ path: "usr/bin", type: "directory" }),
  wholeEntry({ path: "usr/bin/ping", type: "file", bytes: Buffer.alloc(300_000, "ping"), ...ping }),
  wholeEntry({ path: "usr/bin/ping4", type: "hardlink", linkPath: "usr/bin/ping", ...ping }),
  wholeEntry({ path: "usr/bin/su", type: "file", mode: 0o4755, bytes: Buffer.from("su") }),
  wholeEntry({ path: "usr/café", type: "file", uid: 3_000_000, bytes: Buffer.from("é") }),
  wholeEntry({ path: "usr/far", type: "symlink", linkPath: "x".repeat(300) }),
  wholeEntry({
    path: "usr/tagged",
    type: "file",
    xattrs: new Map([["user.bin", Buffer.from([0xff, 0xfe, 0x80, 0])]]),
  }),
  wholeEntry({ path: "usr/zero", type: "file", mtime: 0 }),
];

/** Writes entries to disk. */
export async function plant(directory: string, entries: readonly WholeEntry[]): Promise<void> {
  const complaints = await extractTar(directory, writeTar(membersOf(entries)));
  if (complaints !== "") throw new Error(complaints);
}

export async function* membersOf(entries: readonly WholeEntry[]): AsyncGenerator<RootEntry> {
  for (const { entry, bytes } of entries) yield { entry, body: Readable.from([bytes]) };
}

export async function wholeEntries(entries: AsyncIterable<RootEntry>): Promise<WholeEntry[]> {
  const wholes: WholeEntry[] = [];
  for await (const { entry, body } of entries) {
    const pieces: Uint8Array[] = [];
    for await (const piece of body) pieces.push(piece);
    wholes.push({ entry, bytes: Buffer.concat(pieces) });
  }
  return wholes;
}
