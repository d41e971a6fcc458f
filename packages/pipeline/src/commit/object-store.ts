import {
  archiveHeader,
  type Checksum,
  type FileAttributes,
  type MetadataObject,
} from "@debootc/core/ostree/objects";
import type { TarEntry } from "@debootc/core/tar/entry";
import { hasErrno } from "@debootc/tools/errno";
import {
  constants,
  copyFileSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createDeflateRaw } from "node:zlib";
import { filePacking } from "./file-packing.ts";

/** Is the content of a file: its bytes, or the path of a copy. */
export type Content = Buffer | string;

/** Writes the objects of an archive repository, each once. */
export interface ObjectStore {
  readonly putMetadata: (object: MetadataObject, kind: MetadataKind) => void;
  readonly remove: (object: MetadataObject, kind: MetadataKind) => Promise<void>;
  /** Takes a file from an earlier repository, or hands it to ostree to be packed. */
  readonly putFile: (
    checksum: Checksum,
    file: { readonly entry: TarEntry; readonly attributes: FileAttributes },
    content: Content,
  ) => Promise<void>;
  /** Waits until all files are in it, and returns how many came from earlier repositories. */
  readonly finishFiles: () => Promise<{ readonly taken: number }>;
}

type MetadataKind = "commit" | "dirmeta" | "dirtree";

interface Places {
  /** An empty archive repository. */
  readonly repo: string;
  /** Others of that kind, each sound. */
  readonly pool: readonly string[];
  /** Path for a temporary repository; it must not exist. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** Opens the objects of an empty repository. Files come before metadata. */
export function objectStore({ repo, pool, scratch, signal }: Places): ObjectStore {
  const known = new Set<string>();
  const directories = new Set<string>();
  const packing = filePacking({ repo, scratch, signal });
  let taken = 0;

  const pathOf = (name: string): string => {
    const path = join(repo, name);
    if (!directories.has(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    directories.add(dirname(path));
    return path;
  };
  const isNew = (name: string) => !known.has(name) && known.add(name) !== undefined;

  return {
    putMetadata: ({ checksum, bytes }, kind) => {
      const name = nameOf(checksum, kind);
      if (isNew(name)) writeFileSync(pathOf(name), bytes);
    },
    remove: ({ checksum }, kind) => rm(join(repo, nameOf(checksum, kind))),
    putFile: async (checksum, { entry, attributes }, content) => {
      const name = nameOf(checksum, "filez");
      if (!isNew(name)) return;
      if (pool.length > 0 && isTaken(pool, name, pathOf(name))) {
        taken += 1;
        return;
      }
      const body = typeof content === "string" ? createReadStream(content) : Readable.from([content]);
      // libarchive gives ostree several attributes in an order that is not the one of their checksum.
      if (attributes.xattrs.size > 1) await packFile(attributes, body, pathOf(name));
      else await packing.put({ entry, body });
    },
    finishFiles: async () => {
      await packing.finish();
      return { taken };
    },
  };
}

function nameOf(checksum: Checksum, ending: string): string {
  return join("objects", checksum.slice(0, 2), `${checksum.slice(2)}.${ending}`);
}

async function packFile(attributes: FileAttributes, body: Readable, path: string): Promise<void> {
  writeFileSync(path, archiveHeader(attributes));
  // A link is its header alone.
  if (attributes.target !== "") return;
  await pipeline(body, createDeflateRaw(), createWriteStream(path, { flags: "a" }));
}

function isTaken(pool: readonly string[], name: string, target: string): boolean {
  return pool.some((repo) => {
    try {
      copyFileSync(join(repo, name), target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      return true;
    } catch (error) {
      if (hasErrno(error, "ENOENT", "ENOTDIR")) return false;
      throw error;
    }
  });
}
