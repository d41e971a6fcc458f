import type { NodeContext } from "../../engine/node.ts";

/** Maps what exports are made from to what their makers get of it. */
export interface ExportSources {
  /** The path of a raw image of the whole disk. */
  readonly disk: { readonly raw: string };
  /** The path of an OCI layout. */
  readonly image: { readonly layout: string };
}

export type ExportSource = keyof ExportSources;

/** Describes one format that `debootc export` writes: an entry of the table in export-formats.ts. */
export interface ExportFormat<From extends ExportSource> {
  /** As `--format` takes it; of a disk also the ending of the file's name. */
  readonly format: string;
  readonly from: From;
  /** Writes the file into a directory that is empty but for the source, and returns its path. */
  readonly make: (
    source: ExportSources[From],
    directory: string,
    context: Pick<NodeContext, "report" | "signal">,
  ) => Promise<string>;
}
