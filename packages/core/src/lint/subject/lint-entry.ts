import type { TarEntry, TarEntryType } from "../../tar/entry.ts";

/** Describes a name in a root file system as rules see it: hardlinks are ordinary files. */
export interface LintEntry {
  /** Absolute. A byte that is not UTF-8 is a lone surrogate, see `escapedName`. */
  readonly path: string;
  readonly type: Exclude<TarEntryType, "hardlink"> | "socket";
  /** Permission bits with set-uid, set-gid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Target of a symlink, unchanged. */
  readonly target: string;
  readonly xattrs: ReadonlyMap<string, Buffer>;
  /** Bytes of a file, if a rule reads it. */
  readonly content: Buffer | undefined;
}

/** Makes an entry from one of a layer or a root, with its bytes if they were kept. */
export function lintEntry(entry: TarEntry, content: Buffer | undefined): LintEntry {
  const { path, type, mode, uid, gid, size, linkPath = "", xattrs } = entry;
  return {
    path: absolute(path),
    // The entry of the hardlink's target has already taken its place.
    type: type === "hardlink" ? "file" : type,
    mode,
    uid,
    gid,
    size,
    target: type === "symlink" ? linkPath : "",
    xattrs,
    content,
  };
}

/** Returns a path of an archive as it is in the image. */
export function absolute(path: string): string {
  return `/${path
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .join("/")}`;
}

const names: Partial<Record<LintEntry["type"], string>> = {
  character: "character device",
  block: "block device",
  fifo: "named pipe",
  symlink: "link",
};

/** Returns the usual name of an entry's type. */
export function nameOfType({ type }: LintEntry): string {
  return names[type] ?? type;
}
