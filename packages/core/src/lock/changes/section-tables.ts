import { countsOf } from "../../diff/change-counts.ts";
import { packageTable } from "../../diff/package-table.ts";
import { formatBytes, formatCount } from "../../text/amount.ts";
import { code, table } from "../../text/markdown.ts";
import { changesBySource } from "../changes-by-source.ts";
import type { SectionDiff } from "../lock-diff.ts";
import { fetchedWords, indexWords, otherWords } from "./section-words.ts";

/** Formats what differs for one architecture as tables. */
export function sectionTables(section: SectionDiff): string[] {
  const { packageCount, download, counts } = section;
  const others = otherWords(section);
  return [
    ...table(
      ["", "old", "new", ""],
      [
        ["packages", formatCount(packageCount.from), formatCount(packageCount.to), countsOf(counts)],
        ["download", formatBytes(download.from), formatBytes(download.to), fetchedWords(section)],
      ],
    ),
    ...packageTable(changesBySource(section.changes)),
    ...indexWords(section).flatMap((words) => ["", `Index of ${code(words)}`]),
    ...(others.length === 0 ? [] : ["", `Also differ: ${others.join(", ")}.`]),
  ];
}
