import type { Database } from "../database/database.ts";
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
  /** Is called when this replica becomes the leader. */
  readonly onLead: () => void;
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

  /** Returns a loop that does its rounds only while this replica is the leader. */
  only(plan: LoopPlan): LoopPlan {
    return {
      ...plan,
      round: async (signal) => (this.held() === undefined ? false : plan.round(signal)),
    };
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
