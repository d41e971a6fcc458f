import type { ExportFormat, ExportSource } from "./formats/export-format.ts";
import { oci } from "./formats/oci.ts";
import { ociArchive } from "./formats/oci-archive.ts";
import { qcow2 } from "./formats/qcow2.ts";
import { raw } from "./formats/raw.ts";

type AnyExportFormat = { [From in ExportSource]: ExportFormat<From> }[ExportSource];

/** Lists every format, in the order in which they are written where none is named. */
export const exportFormats: readonly AnyExportFormat[] = [raw, qcow2, oci, ociArchive];

/** Returns the names of the formats of a source, the usual one first. */
export function formatNames(from: ExportSource): [string, ...string[]] {
  const names = exportFormats.filter(isFrom(from)).map(({ format }) => format);
  const [first, ...others] = names;
  if (first === undefined) throw new RangeError(`nothing is exported of a ${from}`);
  return [first, ...others];
}

/** Returns the formats to write of a source: those that are named, in their order, or all of them. */
export function chosenFormats<From extends ExportSource>(
  from: From,
  names: readonly string[] | undefined,
): readonly ExportFormat<From>[] {
  const known = exportFormats.filter(isFrom(from));
  if (names === undefined) return known;
  return [...new Set(names)].flatMap((name) => known.filter(({ format }) => format === name));
}

function isFrom<From extends ExportSource>(from: From) {
  return (format: AnyExportFormat): format is AnyExportFormat & ExportFormat<From> => format.from === from;
}
