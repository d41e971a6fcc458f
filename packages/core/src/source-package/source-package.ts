import type { Digest } from "../record/digest.ts";

/** A file that a source package consists of. */
export interface SourceFile {
  /** A plain name: no path. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Digest;
}

/** A binary package that a source says it builds (`Package-List` of dsc(5)). */
export interface SourceBinary {
  readonly name: string;
  /** `deb` or `udeb`. */
  readonly type: string;
  /** `all`, names of architectures, or wildcards such as `any` and `linux-any`. Empty where nothing is said. */
  readonly architectures: readonly string[];
  /** A restriction formula of build profiles as `<!nocheck>` has it, written `!nocheck`; groups are alternatives. */
  readonly profiles: readonly (readonly string[])[];
}

/** What a .dsc says (dsc(5)), checked. */
export interface SourcePackage {
  readonly name: string;
  readonly version: string;
  /** `1.0`, `3.0 (native)` or `3.0 (quilt)`. */
  readonly format: string;
  /** `NAME_VERSION.dsc`, whatever the file was called that it was read from. */
  readonly dscName: string;
  /** Digest of the bytes of the .dsc, its signature among them. */
  readonly dsc: Digest;
  /** The files that the .dsc lists, itself not among them. */
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

/** A source package whose files stand in one directory, each verified by SHA-256. */
export interface PlacedSource {
  readonly source: SourcePackage;
  /** Holds `dscName` and all files, and nothing else. */
  readonly directory: string;
  /** The commit that was asked for, where it came from git: 40 or 64 hexadecimal digits. */
  readonly commit?: string;
  /** Fingerprints of the keys that signed the .dsc; only where a signature was required. */
  readonly signedBy?: readonly string[];
}
