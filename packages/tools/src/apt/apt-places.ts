import type { AptRoot } from "./apt-root.ts";
import { normalUri } from "./apt-uri.ts";
import { listsName } from "./lists-name.ts";

/** Names a suite of an archive that an apt root reads. */
export interface AptPlace {
  readonly uri: string;
  readonly suite: string;
  /** Begins the names of its files among the lists. */
  readonly prefix: string;
}

/** Lists the suites of all archives of a root. */
export function placesOf({ sources }: Pick<AptRoot, "sources">): AptPlace[] {
  return sources.flatMap(({ uris, suites }) =>
    uris.flatMap((given) =>
      suites.map((suite) => {
        const uri = normalUri(given);
        const place = suite.endsWith("/") ? `${uri}/${suite}` : `${uri}/dists/${suite}/`;
        return { uri, suite, prefix: listsName(place) };
      }),
    ),
  );
}
