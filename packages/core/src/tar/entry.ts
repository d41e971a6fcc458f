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

/** Describes one name of an archive with all that a root file system knows about it, except the bytes of a file. */
export interface TarEntry {
  /** As stored, but without a trailing slash: directories are recognised by their type. The root itself is `.`. */
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
  /** Target of a symlink, unchanged, or path of the first name of a hardlink. Absent for other types. */
  readonly linkPath?: string;
  /** Numbers of a character or block device. Absent for other types. */
  readonly device?: { readonly major: number; readonly minor: number };
  /** Extended attributes by full name, such as `security.capability`. */
  readonly xattrs: ReadonlyMap<string, Buffer>;
}

/** Holds an entry with its bytes. A body can be read once, and only until the next member is requested. */
export interface TarMember {
  readonly entry: TarEntry;
  readonly body: AsyncIterable<Uint8Array>;
}
