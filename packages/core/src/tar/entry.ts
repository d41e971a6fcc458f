export const tarEntryTypes = [
  "file",
  "directory",
  "symlink",
  "hardlink",
  "character",
  "block",
  "fifo",
] as const;
export type TarEntryType = (typeof tarEntryTypes)[number];

/** One name of an archive with all that a root file system knows about it, apart from the bytes of a file. */
export interface TarEntry {
  /** As stored, but without a slash at the end: directories are known by their type. The root itself is `.`. */
  readonly path: string;
  readonly type: TarEntryType;
  /** Permission bits with set-uid, set-gid and sticky: 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of the body; 0 for everything but files. */
  readonly size: number;
  /** Whole seconds since 1970, rounded down. */
  readonly mtime: number;
  /** Target of a symlink, as it is; path of the first name of a hardlink. Absent for other types. */
  readonly linkPath?: string;
  /** Numbers of a character or block device. Absent for other types. */
  readonly device?: { readonly major: number; readonly minor: number };
  /** Extended attributes by their full name, such as `security.capability`. */
  readonly xattrs: ReadonlyMap<string, Buffer>;
}

/** An entry with its bytes. A body can be read once, and only until the next member is asked for. */
export interface TarMember {
  readonly entry: TarEntry;
  readonly body: AsyncIterable<Uint8Array>;
}
