import type { DocumentFile } from "./document-file.ts";
import type { Path } from "./position-map.ts";

/** A value with the place in the file that gives it. */
export interface Entry<T> {
  readonly value: T;
  readonly file: DocumentFile;
  readonly path: Path;
}
