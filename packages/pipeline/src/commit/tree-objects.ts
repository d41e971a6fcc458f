import {
  type Checksum,
  directoryAttributes,
  directoryContent,
  type FileAttributes,
  fileHash,
  type MetadataObject,
  type TreeObjects,
} from "@debootc/core/ostree/objects";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { TarEntry } from "@debootc/core/tar/entry";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RootEntry } from "../tree/root-entries.ts";
import type { Content, ObjectStore } from "./object-store.ts";

/** The bits of stat(2) that tell what an entry is. */
const typeBits = { directory: 0o40000, file: 0o100000, symlink: 0o120000 } as const;
/** A file that is larger is not kept in memory. */
const largeBytes = 64 * 1024 ** 2;

/** Holds what a tree consists of, by path; the root is `.`. */
interface Tree {
  readonly directories: ReadonlyMap<string, MetadataObject>;
  readonly files: ReadonlyMap<string, Checksum>;
}

/**
 * Stores the files of a tree: a hard link comes after what it links to, all else in any order. `scratch` is a directory for
 * copies of files that are too large for the memory. Throws `internal-fault` for entries that no tree has.
 */
export async function readTree(
  entries: AsyncIterable<RootEntry>,
  store: ObjectStore,
  scratch: string,
): Promise<Tree> {
  const directories = new Map<string, MetadataObject>();
  const files = new Map<string, Checksum>();
  for await (const { entry, body } of entries) {
    const { path, type } = entry;
    if (type === "directory") {
      directories.set(path, directoryAttributes({ ...entry, mode: entry.mode | typeBits.directory }));
      continue;
    }
    const checksum =
      type === "hardlink"
        ? files.get(entry.linkPath ?? "")
        : await putFile(entry, body, { store, copy: join(scratch, `${files.size}`) });
    if (checksum === undefined) throw unfit(path, "is a link to what did not come before it");
    files.set(path, checksum);
  }
  return { directories, files };
}

/** Stores the directories of a tree, the deepest first. Throws `internal-fault` for files that are in none. */
export function writeDirectories({ directories, files }: Tree, store: ObjectStore): TreeObjects {
  const below = new Map<string, Children>();
  for (const path of directories.keys()) below.set(path, { files: new Map(), trees: new Map() });
  const childrenOf = (path: string): Children => {
    const parent = below.get(parentOf(path));
    if (parent === undefined) throw unfit(path, "is in no directory");
    return parent;
  };
  for (const [path, checksum] of files) childrenOf(path).files.set(nameOf(path), checksum);
  const written = ([path, attributes]: [string, MetadataObject]): TreeObjects => {
    const content = directoryContent(
      below.get(path)?.files ?? new Map(),
      below.get(path)?.trees ?? new Map(),
    );
    store.putMetadata(content, "dirtree");
    store.putMetadata(attributes, "dirmeta");
    return { content: content.checksum, attributes: attributes.checksum };
  };
  const root = directories.get(".");
  if (root === undefined) throw unfit(".", "is missing");
  const deepestFirst = [...directories]
    .filter(([path]) => path !== ".")
    .sort(([a], [b]) => depthOf(b) - depthOf(a));
  for (const one of deepestFirst) childrenOf(one[0]).trees.set(nameOf(one[0]), written(one));
  return written([".", root]);
}

interface Children {
  readonly files: Map<string, Checksum>;
  readonly trees: Map<string, TreeObjects>;
}

function depthOf(path: string): number {
  return path.split("/").length;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

interface Target {
  readonly store: ObjectStore;
  /** Where the file is kept if it is too large for the memory. */
  readonly copy: string;
}

async function putFile(entry: TarEntry, body: RootEntry["body"], { store, copy }: Target): Promise<Checksum> {
  const { path, type, size } = entry;
  if (type !== "file" && type !== "symlink") throw unfit(path, `is a ${type}`);
  const target = type === "symlink" ? (entry.linkPath ?? "") : "";
  const mode = (type === "symlink" ? 0o777 : entry.mode) | typeBits[type];
  const attributes: FileAttributes = { ...entry, mode, size: type === "symlink" ? 0 : size, target };
  const hash = fileHash(attributes);
  const chunks: Uint8Array[] = [];
  const hashed = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      hash.update(chunk);
      yield chunk;
    }
  };
  let content: Content = copy;
  if (size > largeBytes) await pipeline(Readable.from(hashed()), createWriteStream(content));
  else {
    for await (const chunk of hashed()) chunks.push(chunk);
    content = Buffer.concat(chunks);
  }
  const checksum = hash.digest("hex");
  await store.putFile(checksum, { entry, attributes }, content);
  return checksum;
}

function unfit(path: string, what: string): DebootcError {
  return new DebootcError("internal-fault", `the entry ${path} of a tree ${what}`);
}
