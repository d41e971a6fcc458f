import { createHash, type Hash } from "node:crypto";
import { arrayOf, byteArray, text, tupleOf, uint32, uint64, type Variant } from "./gvariant.ts";

/** Names an object: the SHA-256 of its uncompressed form, in 64 hexadecimal digits. */
export type Checksum = string;

/** Describes what ostree keeps of a file or directory beside its content. */
export interface Attributes {
  readonly uid: number;
  readonly gid: number;
  /** Permissions with the bits of the type, as stat(2) has them. */
  readonly mode: number;
  readonly xattrs: ReadonlyMap<string, Buffer>;
}

/** Describes a file or a symbolic link. */
export interface FileAttributes extends Attributes {
  /** Bytes of content; 0 for a link. */
  readonly size: number;
  /** Where a link leads; empty for a file. */
  readonly target: string;
}

/** Is an object of metadata, with its name. */
export interface MetadataObject {
  readonly checksum: Checksum;
  readonly bytes: Buffer;
}

/** Names the two objects that a tree begins with. */
export interface TreeObjects {
  readonly content: Checksum;
  readonly attributes: Checksum;
}

/** Begins the checksum of a file: of its header, which the content is to follow. */
export function fileHash(attributes: FileAttributes): Hash {
  return createHash("sha256").update(prefixed(tupleOf(headerOf(attributes))));
}

/** Returns what stands before the compressed content of a file in an archive repository (`.filez`). */
export function archiveHeader(attributes: FileAttributes): Buffer {
  return prefixed(tupleOf([uint64(attributes.size), ...headerOf(attributes)]));
}

function headerOf({ uid, gid, mode, target, xattrs }: FileAttributes): Variant[] {
  return [uint32(uid), uint32(gid), uint32(mode), uint32(0), text(target), xattrsOf(xattrs)];
}

/** A header is preceded by its length and begins at a multiple of eight. */
function prefixed({ bytes }: Variant): Buffer {
  const length = Buffer.alloc(8);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Returns the object with the attributes of a directory (`.dirmeta`). */
export function directoryAttributes({ uid, gid, mode, xattrs }: Attributes): MetadataObject {
  return metadataObject(tupleOf([uint32(uid), uint32(gid), uint32(mode), xattrsOf(xattrs)]));
}

/** Returns the object with what is in a directory (`.dirtree`). */
export function directoryContent(
  files: ReadonlyMap<string, Checksum>,
  directories: ReadonlyMap<string, TreeObjects>,
): MetadataObject {
  return metadataObject(
    tupleOf([
      arrayOf(byName(files).map(([name, checksum]) => tupleOf([text(name), checksumBytes(checksum)]))),
      arrayOf(
        byName(directories).map(([name, { content, attributes }]) =>
          tupleOf([text(name), checksumBytes(content), checksumBytes(attributes)]),
        ),
      ),
    ]),
  );
}

/** Returns a commit of a tree that says nothing of itself (`.commit`). */
export function bareCommit({ content, attributes }: TreeObjects): MetadataObject {
  const nothing = [arrayOf([]), byteArray(Buffer.alloc(0)), arrayOf([]), text(""), text(""), uint64(0)];
  // A dictionary of variants begins at a multiple of eight.
  const [metadata, ...others] = nothing as [Variant, ...Variant[]];
  return metadataObject(
    tupleOf([{ ...metadata, alignment: 8 }, ...others, checksumBytes(content), checksumBytes(attributes)]),
  );
}

function metadataObject({ bytes }: Variant): MetadataObject {
  return { bytes, checksum: createHash("sha256").update(bytes).digest("hex") };
}

function checksumBytes(checksum: Checksum): Variant {
  return byteArray(Buffer.from(checksum, "hex"));
}

/** Names are sorted and end with a zero byte. */
function xattrsOf(xattrs: ReadonlyMap<string, Buffer>): Variant {
  return arrayOf(
    byName(xattrs).map(([name, value]) => tupleOf([byteArray(Buffer.from(`${name}\0`)), byteArray(value)])),
  );
}

/** By bytes, as strcmp(3) compares. */
function byName<Value>(entries: ReadonlyMap<string, Value>): [string, Value][] {
  const keyed = [...entries].map(([name, value]) => ({ name, value, bytes: Buffer.from(name) }));
  return keyed.sort((a, b) => a.bytes.compare(b.bytes)).map(({ name, value }) => [name, value]);
}
