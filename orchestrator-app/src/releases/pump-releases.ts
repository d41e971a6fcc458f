import { driveRelease } from "./drive-release.ts";
import type { Releasing } from "./releasing.ts";
import { beginReleases, takeReleases } from "./take-releases.ts";

interface ReleasePump extends Releasing {
  /** Returns a new random word of lower-case letters and digits. */
  readonly randomWord: () => string;
}

/** So many releases are made at once. */
const most = 4;

/** Begins the releases that can be made, and brings those that are due as far as they get. Returns how many it took. */
export async function pumpReleases(pump: ReleasePump): Promise<number> {
  await beginReleases(pump);
  const taken = await takeReleases(pump, most);
  const results = await Promise.allSettled(taken.map((release) => driveRelease(pump, release)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return taken.length;
}
