import type { ArchiveSource } from "../../gather/archive-sources.ts";
import type { Retrying } from "../../gather/fetch-package.ts";
import type { Privilege } from "../../worker/run-privileged.ts";

/** What a source package is placed with. */
export interface SourceSetting {
  /** Where the package goes: made here, must not be there yet. Nothing is left of it when placing fails. */
  readonly directory: string;
  /** Empty, for what is only needed meanwhile; on the same file system as `directory`; the caller's to remove. */
  readonly workDirectory: string;
  /** A .dsc of the user must be signed with one of these keys: paths of OpenPGP keyrings, armoured or not. */
  readonly requireSignature?: { readonly keyrings: readonly string[] };
  /** The base root of the chroot, whose dpkg-source packs a directory. Asked for only when there is one to pack. */
  readonly baseRoot: () => Promise<string>;
  readonly privilege: Privilege;
  /** For sources by name. */
  readonly archive: {
    readonly sources: readonly ArchiveSource[];
    readonly architecture: string;
    readonly indexCacheDirectory: string;
    /** The store that is shared by all runs. */
    readonly filesDirectory: string;
    readonly retrying?: Partial<Retrying>;
  };
  /** Variables that name proxies. */
  readonly proxy: Readonly<Record<string, string>>;
  /** What ssh and git need of the user: `SSH_AUTH_SOCK`, `HOME`. */
  readonly gitEnvironment: Readonly<Record<string, string>>;
}
