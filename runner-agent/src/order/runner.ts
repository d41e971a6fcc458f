import type { HostReport } from "@debootc/core/fleet/host-report";

/** Describes the runner of this host: GitHub's, which is a directory, or a program that does the same. */
export interface Runner {
  readonly kind: HostReport["runner"]["kind"];
  readonly version: string;
  /** The directory of GitHub's runner, or the program. */
  readonly path: string;
  readonly isDirectory: boolean;
}

/** Names the program of GitHub's runner, below its directory. */
export const listener = "bin/Runner.Listener";
