/** Returns what tells in apt's report of relations that it cannot meet; all of it if nothing is recognised. */
export function unmetLines(said: string): string {
  const lines = said.split("\n");
  const heading = lines.findIndex((line) => headings.test(line));
  const first = heading === -1 ? lines.findIndex((line) => line.startsWith("E: ")) : heading + 1;
  const telling = lines.slice(Math.max(first, 0)).filter((line, index) => index === 0 || !summary.test(line));
  return telling
    .map((line) => line.replace(/^ *builddeps:\S+ :/, "the source package :").trimEnd())
    .filter((line) => line.trim() !== "")
    .join("\n  ");
}

const headings = /^(?:The following packages have unmet dependencies|Unsatisfied dependencies):$/;

/** Follows the reasons, and adds none. */
const summary =
  /^E: (?:Unable to correct problems|Error, pkgProblemResolver::Resolve|Failed to process build dep)/;
