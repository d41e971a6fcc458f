import type { ArchiveSource } from "../../gather/archive-sources.ts";
import type { Retrying } from "../../gather/fetch-package.ts";
import type { Privilege } from "../../worker/run-privileged.ts";

/** Collects what is needed to place a source package. */
export interface SourceSetting {
  /** Directory for the package; created here, must not exist yet. Nothing is left of it if placing fails. */
  readonly directory: string;
  /** Empty directory for temporary files, on the same file system as `directory`; the caller removes it. */
  readonly workDirectory: string;
  /** The user's .dsc must be signed with a key from these OpenPGP keyrings, given by path, armoured or not. */
  readonly requireSignature?: { readonly keyrings: readonly string[] };
  /** Returns the chroot's base root, whose dpkg-source packs a directory. Called only if there is one to pack. */
  readonly baseRoot: () => Promise<string>;
  readonly privilege: Privilege;
  /** The archive for sources given by name. */
  readonly archive: {
    readonly sources: readonly ArchiveSource[];
    readonly architecture: string;
    readonly indexCacheDirectory: string;
    /** The store that all runs share. */
    readonly filesDirectory: string;
    readonly retrying?: Partial<Retrying>;
  };
  /** Proxy variables. */
  readonly proxy: Readonly<Record<string, string>>;
  /** The submodules of a git source are fetched, too. */
  readonly submodules: boolean;
  /** Variables of the user that ssh and git need: `SSH_AUTH_SOCK`, `HOME`. */
  readonly gitEnvironment: Readonly<Record<string, string>>;
}
