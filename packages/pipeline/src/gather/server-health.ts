import type { DownloadError } from "@debootc/tools/download-error";

/**
 * What is known of the servers in this run. One that never delivered a byte and for which a file was given up is
 * dead: the other files need not wait for it in vain, each with all its retries.
 */
export interface ServerHealth {
  readonly delivered: (address: string) => void;
  readonly gaveUp: (address: string, trouble: DownloadError) => void;
  /** Why the server of an address is dead; undefined while there is hope. */
  readonly deathOf: (address: string) => DownloadError | undefined;
}

export function serverHealth(): ServerHealth {
  const alive = new Set<string>();
  const dead = new Map<string, DownloadError>();
  return {
    delivered: (address) => {
      alive.add(new URL(address).origin);
    },
    gaveUp: (address, trouble) => {
      const { origin } = new URL(address);
      if (!alive.has(origin) && (trouble.kind === "unreachable" || trouble.kind === "stalled"))
        dead.set(origin, trouble);
    },
    deathOf: (address) => dead.get(new URL(address).origin),
  };
}
