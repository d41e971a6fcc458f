import type { Release } from "../state/release.ts";

/** Returns the release that is shown as the latest one; undefined if there is none. */
export function latestRelease(releases: Iterable<Release>): Release | undefined {
  return [...releases]
    .filter(({ draft, prerelease, latestRank }) => !draft && !prerelease && latestRank > 0)
    .toSorted((a, b) => a.latestRank - b.latestRank)
    .at(-1);
}
