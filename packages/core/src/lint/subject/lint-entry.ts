import type { TarEntry, TarEntryType } from "../../tar/entry.ts";

/** A name of a root file system as rules see it: hardlinks are files like any other. */
export interface LintEntry {
  /** Absolute. A byte that is no UTF-8 is a lone surrogate, see `escapedName`. */
  readonly path: string;
  readonly type: Exclude<TarEntryType, "hardlink"> | "socket";
  /** Permission bits with set-uid, set-gid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Of a symlink, as it is. */
  readonly target: string;
  readonly xattrs: ReadonlyMap<string, Buffer>;
  /** Bytes of a file that a rule reads. */
  readonly content: Buffer | undefined;
}

/** An entry of a layer or a root, with its bytes where they were kept. */
export function lintEntry(entry: TarEntry, content: Buffer | undefined): LintEntry {
  const { path, type, mode, uid, gid, size, linkPath = "", xattrs } = entry;
  return {
    path: absolute(path),
    // What a hardlink links to has taken its place.
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

/** A path of an archive as the image has it. */
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

/** What people call an entry's type. */
export function nameOfType({ type }: LintEntry): string {
  return names[type] ?? type;
}
