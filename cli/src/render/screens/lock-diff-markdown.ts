import { changesBySource } from "@debootc/core/lock/changes-by-source";
import type { LockDiff, SectionDiff } from "@debootc/core/lock/lock-diff";
import { formatBytes, formatCount } from "@debootc/core/text/amount";
import { countsOf } from "./diff-words.ts";
import { fetchedWords, indexWords, nameOfLock, otherWords } from "./lock-diff-words.ts";
import { code, table } from "@debootc/core/text/markdown";
import { packageTable } from "@debootc/core/diff/package-table";

/** Formats how two locks differ as Markdown. No text from a lock is taken for markup. */
export function lockDiffMarkdown(diff: LockDiff, directory: string): string {
  const [old, current] = [diff.old, diff.new].map((side) => code(nameOfLock(side, directory)));
  if (diff.identical) return `${old} and ${current} lock the same.\n`;
  return [
    `### ${old} → ${current}`,
    ...diff.architectures.flatMap((section) => [
      "",
      `#### ${code(section.architecture)}`,
      "",
      ...sectionTables(section),
    ]),
    "",
  ].join("\n");
}

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
