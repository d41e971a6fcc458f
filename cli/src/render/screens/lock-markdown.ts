import { isUnchanged } from "@debootc/core/lock/diff-locks";
import type { LockResult } from "@debootc/core/lock/lock-result";
import { countOf } from "@debootc/core/text/amount";
import { shortPath } from "../text/short-path.ts";
import { sectionTables } from "./lock-diff-markdown.ts";
import { code } from "@debootc/core/text/markdown";

/** Formats what changed in locks as Markdown, for the text of a pull request. No text from an archive is markup. */
export function lockMarkdown({ locks }: LockResult, directory: string): string {
  return `${locks
    .map(({ path, created, architectures }) =>
      [
        `### ${code(shortPath(path, directory))}`,
        ...architectures.flatMap((change) => [
          "",
          `#### ${code(change.architecture)}`,
          "",
          ...(created
            ? [`${countOf(change.packageCount.to, "package")}, locked for the first time.`]
            : isUnchanged(change)
              ? [`${countOf(change.packageCount.to, "package")}, nothing changed.`]
              : sectionTables(change)),
        ]),
      ].join("\n"),
    )
    .join("\n\n")}\n`;
}
