import type { DownloadError } from "@debootc/tools/http/download-error";

/**
 * Tracks which servers are dead in this run: one from which a file was given up before it delivered a byte, and one
 * that delivered nothing while several files were given up. The other files then need not wait for it in vain, each
 * with all its retries.
 */
export interface ServerHealth {
  readonly delivered: (address: string) => void;
  readonly gaveUp: (address: string, trouble: DownloadError) => void;
  /** Returns why the server of an address is dead; undefined if it is not. */
  readonly deathOf: (address: string) => DownloadError | undefined;
}

export function serverHealth(): ServerHealth {
  /** Files given up since the last byte, for servers that delivered any. */
  const givenUp = new Map<string, number>();
  const dead = new Map<string, DownloadError>();
  return {
    delivered: (address) => {
      const { origin } = new URL(address);
      givenUp.set(origin, 0);
      dead.delete(origin);
    },
    gaveUp: (address, trouble) => {
      const { origin } = new URL(address);
      if (trouble.kind !== "unreachable" && trouble.kind !== "stalled") return;
      const count = givenUp.get(origin);
      if (count !== undefined) givenUp.set(origin, count + 1);
      if (count === undefined || count + 1 >= mostInARow) dead.set(origin, trouble);
    },
    deathOf: (address) => dead.get(new URL(address).origin),
  };
}

/** More than one, because a server may have trouble with a single file. */
const mostInARow = 3;
