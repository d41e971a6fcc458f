import type { TarEntry } from "../tar/entry.ts";
import type { Digest } from "../record/digest.ts";

/** A name of a root file system with everything about it but its bytes, which the digest stands for. */
export interface TreeEntry extends TarEntry {
  /** Of the content; files only: a hardlink has that of the name it links to. */
  readonly digest?: Digest;
}
