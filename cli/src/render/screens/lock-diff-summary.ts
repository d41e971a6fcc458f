import { changesBySource } from "@debootc/core/lock/changes-by-source";
import type { LockDiff, SectionDiff } from "@debootc/core/lock/lock-diff";
import { formatBytes, formatCount } from "@debootc/core/text/amount";
import type { Canvas } from "../../screen/screen.ts";
import { type Fact, factRows } from "../text/facts.ts";
import { printable } from "../text/printable.ts";
import { countsOf } from "@debootc/core/diff/change-counts";
import { fetchedWords, indexWords, otherWords } from "@debootc/core/lock/changes/section-words";
import { nameOfLock } from "./name-of-lock.ts";
import { packageRows } from "./package-rows.ts";

/** Shows how two locks differ, architecture by architecture. */
export function lockDiffSummary(diff: LockDiff, canvas: Canvas): string {
  const { style, glyphs, directory } = canvas;
  const [old, current] = [diff.old, diff.new].map((side) => printable(nameOfLock(side, directory)));
  if (diff.identical) return `${style.good(glyphs.done)} identical: ${old} and ${current} lock the same\n`;
  return [
    "",
    `  ${style.heading(`${old} -> ${current}`)}`,
    ...diff.architectures.flatMap((section) => sectionRows(section, canvas)),
    "",
    "",
  ].join("\n");
}

/** Lists what differs for one architecture. */
export function sectionRows(section: SectionDiff, canvas: Canvas): string[] {
  return [
    ...factRows(section.architecture, facts(section), canvas),
    ...packageRows(changesBySource(section.changes), canvas),
  ];
}

function facts(section: SectionDiff): Fact[] {
  const { packageCount, download, counts } = section;
  const [firstIndex, ...indexes] = indexWords(section);
  const others = otherWords(section);
  return [
    {
      label: "packages",
      value: fromTo(packageCount.from, packageCount.to, formatCount),
      note: countsOf(counts),
    },
    {
      label: "download",
      value: fromTo(download.from, download.to, formatBytes),
      note: fetchedWords(section),
    },
    ...(firstIndex === undefined ? [] : [{ label: "indexes", value: printable(firstIndex) }]),
    ...indexes.map((index) => ({ label: "", value: printable(index) })),
    ...(others.length === 0 ? [] : [{ label: "also differ", value: others.join(", ") }]),
  ];
}

function fromTo(from: number, to: number, format: (value: number) => string): string {
  return from === to ? format(to) : `${format(from)} -> ${format(to)}`;
}
