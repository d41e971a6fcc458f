import type { Database } from "../database/database.ts";
import type { CallGitHub } from "../github/call.ts";
import type { Log } from "../log/log.ts";
import type { Storage } from "../storage/storage.ts";

/** Holds what making releases needs. */
export interface Releasing {
  readonly database: Database;
  readonly call: CallGitHub;
  readonly storage: Storage;
  readonly clock: () => Date;
  readonly log: Log;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  /** Names this replica, and no other one that there is or was. */
  readonly holder: string;
  /** Where the files of releases lie until they are published. */
  readonly workDirectory: string;
  /** The largest asset, in bytes: a larger file is divided. */
  readonly partBytes: number;
  /** So many bytes of the disk of that directory are left to others. */
  readonly reserve: number;
  /** Ends uploads when the hub stops. */
  readonly signal?: AbortSignal;
}
