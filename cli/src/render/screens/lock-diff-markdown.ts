import type { LockDiff } from "@debootc/core/lock/lock-diff";
import { sectionTables } from "@debootc/core/lock/changes/section-tables";
import { code } from "@debootc/core/text/markdown";
import { nameOfLock } from "./name-of-lock.ts";

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
