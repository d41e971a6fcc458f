/** How many of the newest changelog entries are read: older ones say little about today. */
const entriesSeen = 11;

/**
 * Returns the days between uploads of a package: the median gap of the newest entries of its changelog
 * (deb-changelog(5)). It says how a package is maintained, and depends only on the package, so it changes only with
 * it. Returns `undefined` for fewer than two dates.
 */
export function updateInterval(changelog: string): number | undefined {
  const dates: number[] = [];
  for (const [, text = ""] of changelog.matchAll(signature)) {
    const date = Date.parse(text);
    if (!Number.isNaN(date)) dates.push(date);
    if (dates.length === entriesSeen) break;
  }
  const gaps = dates
    .slice(1)
    .map((date, index) => Math.abs((dates[index] ?? date) - date) / millisecondsOfDay);
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)];
}

/** The last line of an entry. A date without a zone would mean a different time on each machine. */
const signature = /^ -- .* [A-Z][a-z]{2}, +(\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4})\s*$/gm;

const millisecondsOfDay = 86_400_000;
