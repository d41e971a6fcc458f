import type { ExportFormat, ExportSource } from "./formats/export-format.ts";
import { qcow2 } from "./formats/qcow2.ts";
import { raw } from "./formats/raw.ts";

type AnyExportFormat = { [From in ExportSource]: ExportFormat<From> }[ExportSource];

/** Describes what can be exported, for the help of `debootc export`. */
export const exportSources: Readonly<Record<ExportSource, string>> = {
  disk: "an image of a whole disk that boots by itself under UEFI",
};

/** Lists every format, in the order in which they are written where none is named. */
export const exportFormats: readonly AnyExportFormat[] = [raw, qcow2];

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
