import type { NextRequest, Order } from "@debootc/core/fleet/agent-messages";
import type { ChecksOf } from "../../channels/promote-channel.ts";
import type { Registries } from "../../channels/registries.ts";
import type { Database } from "../../database/database.ts";
import type { HostRow } from "../../database/fleet-tables.ts";
import type { ApiKey } from "../../keys/api-keys.ts";
import type { RandomBytes } from "../../keys/key-text.ts";
import type { Appended, LogPiece } from "../../task-log/append-pieces.ts";
import type { Storage } from "../../storage/storage.ts";

/** Holds what the API needs of the process that it runs in. */
export interface ApiDependencies {
  readonly database: Database;
  readonly clock: () => Date;
  readonly randomBytes: RandomBytes;
  /** How many tasks the hub has under way at most. */
  readonly mostActive: number;
  readonly checksOf: ChecksOf;
  readonly registries: Registries;
  /** Where the bytes of results are. */
  readonly storage: Storage;
  /** Gets faults that a caller is not told about. */
  readonly logFault: (
    fault: { readonly id: string; readonly method: string; readonly path: string },
    error: unknown,
  ) => void;
  /** Ends streams when the hub stops. */
  readonly signal: AbortSignal;
  readonly streams: StreamLimits;
  /** Asks GitHub for the commit that a branch or tag of a repository is at; returns undefined if it has none. */
  readonly commitAt: (repositoryId: number, ref: string) => Promise<string | undefined>;
  /** Returns the figures of the hub in the text of Prometheus. */
  readonly metrics: () => Promise<string>;
  readonly fleet: FleetOfApi;
  /** Stores a piece of a log durably. */
  readonly appendLog: (piece: LogPiece) => Promise<Appended>;
  /** Returns the address of GitHub's pages, such as `https://github.com`; undefined while there is no App. */
  readonly githubPages: () => string | undefined;
}

/** Holds what the API needs of the fleet. */
export interface FleetOfApi {
  /** Returns the next order of a host, and waits for one as long as the host wants, or until the signal ends that. */
  readonly nextOrder: (
    host: HostRow,
    request: NextRequest,
    signal: AbortSignal,
  ) => Promise<Order | undefined>;
  /** Begins the next round of a loop at once. */
  readonly wake: (loop: string) => void;
}

/** Bounds streams of events. */
export interface StreamLimits {
  /** How many clients may listen at once. */
  readonly most: number;
  /** How often new changes are looked for, and how often an idle stream gets a sign of life. */
  readonly pollMs: number;
  readonly heartbeatMs: number;
  /** How long the log of a task that is over has to stay the same before its stream ends. */
  readonly lingerMs: number;
}

export const defaultStreamLimits: StreamLimits = {
  most: 100,
  pollMs: 500,
  heartbeatMs: 15_000,
  lingerMs: 3000,
};

/** Describes what handlers find in their context. */
export interface ApiEnv {
  Variables: { key: ApiKey };
}
