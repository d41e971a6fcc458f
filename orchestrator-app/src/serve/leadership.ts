import type { Database } from "../database/database.ts";
import type { Log } from "../log/log.ts";
import { fencedBy, OvertakenError } from "../store/fenced-by.ts";
import { type Lease, releaseLease, takeLease } from "../store/lease.ts";
import type { LoopPlan } from "./loop.ts";

const leaseMilliseconds = 15_000;
const renewEvery = 4000;

/** So long before its end a lease counts as lost, because a round that begins by it takes time. */
const margin = 3000;

interface Candidate {
  readonly database: Database;
  /** Names this replica, and no other one that there is or was. */
  readonly holder: string;
  readonly clock: () => Date;
  readonly log: Log;
  /** Is called when this replica becomes the leader. */
  readonly onLead: () => void;
}

/** Describes work of the leader only, whose changes are to be made by the database that it is given. */
export interface LeaderPlan extends Omit<LoopPlan, "round"> {
  readonly round: (database: Database, signal: AbortSignal) => Promise<boolean>;
}

/** Keeps this replica the leader as long as it can: one of all replicas on a database is. */
export class Leadership {
  readonly #candidate: Candidate;
  #lease: Lease | undefined;
  #until = 0;

  constructor(candidate: Candidate) {
    this.#candidate = candidate;
  }

  /** Returns the lease of the leader if this replica is it. */
  held(): Lease | undefined {
    return this.#candidate.clock().getTime() < this.#until - margin ? this.#lease : undefined;
  }

  /** Returns the loop that takes and renews the lease. */
  plan(): LoopPlan {
    return {
      name: "leadership",
      every: renewEvery,
      round: async () => {
        await this.#renew();
        return false;
      },
    };
  }

  /**
   * Returns a loop that does its rounds only while this replica is the leader. A round during which another one became the
   * leader changes nothing any more.
   */
  only(plan: LeaderPlan): LoopPlan {
    return { ...plan, round: (signal) => this.#lead(plan, signal) };
  }

  async #lead({ name, round }: LeaderPlan, signal: AbortSignal): Promise<boolean> {
    const lease = this.held();
    if (lease === undefined) return false;
    const { database, log } = this.#candidate;
    try {
      return await round(fencedBy(database, lease), signal);
    } catch (error) {
      if (!(error instanceof OvertakenError)) throw error;
      log.warn({ loop: name, term: lease.term }, "another replica leads by now: left its work to it");
      if (this.#lease?.term === lease.term) this.#until = 0;
      return false;
    }
  }

  /** Lets another replica lead at once. */
  async end(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    this.#until = 0;
    if (lease !== undefined) {
      await releaseLease(this.#candidate.database.queries, lease, this.#candidate.clock());
    }
  }

  async #renew(): Promise<void> {
    const { database, holder, clock, onLead } = this.#candidate;
    const now = clock();
    const until = new Date(now.getTime() + leaseMilliseconds);
    const before = this.held();
    const lease = await takeLease(database.queries, { name: "leader", holder }, { now, until });
    this.#lease = lease;
    this.#until = lease === undefined ? 0 : until.getTime();
    if (lease !== undefined && lease.term !== before?.term) onLead();
  }
}
