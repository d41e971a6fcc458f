import type { DownloadError } from "@debootc/tools/http/download-error";

/**
 * What is known of the servers in this run. A server for which a file was given up before it delivered a byte is dead,
 * and so is one that delivered nothing while several files were given up: the others need not wait for it in vain,
 * each with all its retries.
 */
export interface ServerHealth {
  readonly delivered: (address: string) => void;
  readonly gaveUp: (address: string, trouble: DownloadError) => void;
  /** Why the server of an address is dead; undefined while there is hope. */
  readonly deathOf: (address: string) => DownloadError | undefined;
}

export function serverHealth(): ServerHealth {
  /** Files given up since the last byte, of those that delivered any. */
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

/** One file may be what a server is in trouble with. */
const mostInARow = 3;
