import type { DocumentFile } from "../document/document-file.ts";
import type { Path } from "../document/position-map.ts";

/** Describes a treefile that another document, such as a compose file, holds at a path. */
export interface TreefileOverlay {
  readonly file: DocumentFile;
  readonly path: Path;
  readonly value: Readonly<Record<string, unknown>>;
}
