import { countOf, formatBytes } from "../../text/amount.ts";
import type { SectionDiff } from "../lock-diff.ts";

/** Returns the suites whose index is another, with the dates of both: `trixie: 2026-09-12 -> 2026-11-30`. */
export function indexWords({ indexes }: SectionDiff): string[] {
  return indexes.map(({ sourceId, suite, from, to }) => {
    const place = suite === "./" ? sourceId : suite;
    const [was, is] = [from, to].map((date) => date?.replace("T", " ").replace(/:\d\dZ$/, ""));
    if (was === is) return `${place}: ${was ?? "none"}, signed anew`;
    return `${place}: ${was ?? "none"} -> ${is ?? "none"}`;
  });
}

/** Returns what differs apart from packages and indexes. */
export function otherWords({ requestDiffers, idsDiffer, moved }: SectionDiff): string[] {
  return [
    ...(moved === 0 ? [] : [`the places of ${countOf(moved, "package")}`]),
    ...(requestDiffers ? ["what the treefile asks for"] : []),
    ...(idsDiffer ? ["user and group ids"] : []),
  ];
}

/** Returns `4.5 MB` of packages that are not in the old lock, or that there are none. */
export function fetchedWords({ download }: SectionDiff): string {
  return download.fetched === 0 ? "nothing new" : `${formatBytes(download.fetched)} new`;
}
