import type { Digest } from "../record/digest.ts";

/** Describes a file of a source package. */
export interface SourceFile {
  /** A plain name, not a path. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Digest;
}

/** Describes a binary package that a source package builds by its own account (`Package-List` of dsc(5)). */
export interface SourceBinary {
  readonly name: string;
  /** `deb` or `udeb`. */
  readonly type: string;
  /** `all`, names of architectures, or wildcards such as `any` and `linux-any`. Empty if the line has none. */
  readonly architectures: readonly string[];
  /** A restriction formula of build profiles, `<!nocheck>` as `!nocheck`; groups are alternatives. */
  readonly profiles: readonly (readonly string[])[];
}

/** Describes the checked content of a .dsc (dsc(5)). */
export interface SourcePackage {
  readonly name: string;
  readonly version: string;
  /** `1.0`, `3.0 (native)` or `3.0 (quilt)`. */
  readonly format: string;
  /** `NAME_VERSION.dsc`, whatever the name of the file was. */
  readonly dscName: string;
  /** Digest of the bytes of the .dsc with its signature. */
  readonly dsc: Digest;
  /** The files that the .dsc lists, without the .dsc itself. */
  readonly files: readonly SourceFile[];
  readonly architectures: readonly string[];
  readonly binaries: readonly string[];
  /** Empty for a .dsc of an old dpkg, which has no Package-List. */
  readonly packageList: readonly SourceBinary[];
  /** The fields as they are written; `reduceRelations` reads them. */
  readonly relations: {
    readonly buildDepends?: string | undefined;
    readonly buildDependsArch?: string | undefined;
    readonly buildDependsIndep?: string | undefined;
    readonly buildConflicts?: string | undefined;
    readonly buildConflictsArch?: string | undefined;
    readonly buildConflictsIndep?: string | undefined;
  };
}

/** Describes a source package with all its files in one directory, each verified by SHA-256. */
export interface PlacedSource {
  readonly source: SourcePackage;
  /** Holds `dscName` and all files, and nothing else. */
  readonly directory: string;
  /** The requested commit if it came from git: 40 or 64 hexadecimal digits. */
  readonly commit?: string;
  /** Fingerprints of the keys that signed the .dsc; only if a signature was required. */
  readonly signedBy?: readonly string[];
}
