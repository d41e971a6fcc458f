import type { InitramfsRecord } from "./initramfs-record.ts";
import type { RootAnswers } from "./root-answers.ts";

/**
 * Returns a place of which a root now says something else than what a record has; undefined if it says the same of all.
 * The ways come first, from the top: behind a link that was none, nothing is looked at.
 */
export async function firstDifference(
  { passed, seen, listed }: InitramfsRecord,
  answers: Pick<RootAnswers, "passed" | "seen" | "listed">,
): Promise<string | undefined> {
  for (const place of sorted(passed)) if (answers.passed(place) !== passed[place]) return place;
  for (const place of sorted(listed)) if (answers.listed(place) !== listed[place]) return place;
  for (const place of sorted(seen)) if ((await answers.seen(place)) !== seen[place]) return place;
  return undefined;
}

/** A directory comes before what is in it. */
function sorted(places: Readonly<Record<string, string>>): string[] {
  return Object.keys(places).sort();
}
