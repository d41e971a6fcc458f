import { countOf } from "../../text/amount.ts";
import { code } from "../../text/markdown.ts";
import { isUnchanged } from "../diff-locks.ts";
import type { LockResult } from "../lock-result.ts";
import { sectionTables } from "./section-tables.ts";

/**
 * Formats what changed in locks as Markdown, for the text of a pull request; `nameOf` shortens the path of a lock. No text
 * from an archive is markup.
 */
export function lockMarkdown({ locks }: Pick<LockResult, "locks">, nameOf: (path: string) => string): string {
  return `${locks
    .map(({ path, created, architectures }) =>
      [
        `### ${code(nameOf(path))}`,
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
