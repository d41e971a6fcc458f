import {
  type ListedFile,
  listedFilesOf,
  readControlFile,
  sourceAndVersion,
  wordsOf,
} from "./control-file.ts";

/** Holds the contents of a .changes file (deb-changes(5)). */
export interface Changes {
  readonly source: string;
  /** Version of the packages. */
  readonly version: string;
  /** Version of the source package, if it differs, as in a binary-only rebuild. */
  readonly sourceVersion?: string;
  readonly distribution: string;
  readonly architectures: readonly string[];
  readonly binaries: readonly string[];
  readonly files: readonly ListedFile[];
}

/** Reads a .changes file without checking its signature, if it has one. Throws `source-invalid`. */
export function parseChanges(text: string, origin: string): Changes {
  const file = readControlFile(text, origin);
  const { source, version: sourceVersion } = sourceAndVersion(file.required("Source"));
  return {
    source,
    version: file.required("Version"),
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    distribution: file.required("Distribution"),
    architectures: wordsOf(file.required("Architecture")),
    // Absent in a source-only upload.
    binaries: wordsOf(file.field("Binary")),
    files: listedFilesOf(file),
  };
}
