import type { TarEntry } from "../tar/entry.ts";
import type { Digest } from "../record/digest.ts";

/** Describes a name in a root file system with everything about it except its bytes, which the digest represents. */
export interface TreeEntry extends TarEntry {
  /** Digest of the content; only for files. A hardlink has that of the name it links to. */
  readonly digest?: Digest;
}
