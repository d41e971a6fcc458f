import type { TarEntryType } from "../../tar/entry.ts";

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
