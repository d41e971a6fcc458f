import {
  type ListedFile,
  listedFilesOf,
  readControlFile,
  sourceAndVersion,
  wordsOf,
} from "./control-file.ts";

/** What a .changes file says (deb-changes(5)). */
export interface Changes {
  readonly source: string;
  /** Of the packages. */
  readonly version: string;
  /** Of the source package, when it differs, as in a binary-only rebuild. */
  readonly sourceVersion?: string;
  readonly distribution: string;
  readonly architectures: readonly string[];
  readonly binaries: readonly string[];
  readonly files: readonly ListedFile[];
}

/** Reads a .changes file; its signature, if it has one, is not checked. Throws `source-invalid`. */
export function parseChanges(text: string, origin: string): Changes {
  const file = readControlFile(text, origin);
  const { source, version: sourceVersion } = sourceAndVersion(file.required("Source"));
  return {
    source,
    version: file.required("Version"),
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    distribution: file.required("Distribution"),
    architectures: wordsOf(file.required("Architecture")),
    // Absent in an upload of the source alone.
    binaries: wordsOf(file.field("Binary")),
    files: listedFilesOf(file),
  };
}
