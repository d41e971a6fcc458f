/**
 * Counts what happened at GitHub, independently of whoever calls it: a test compares its own books with these. Lists are in
 * the order of events.
 */
export interface Ledger {
  /** Each event that GitHub meant to send, once, whatever faults did to its deliveries. */
  readonly events: LedgerEvent[];
  /** Each attempt to deliver, duplicates and redeliveries included. */
  readonly attempts: LedgerAttempt[];
  readonly dispatches: LedgerDispatch[];
  readonly runners: { readonly id: number; readonly name: string; readonly labels: readonly string[] }[];
  readonly pairs: { readonly job: number; readonly runner: number; readonly labels: readonly string[] }[];
  readonly checkRuns: LedgerCheckRun[];
  readonly comments: { readonly id: number; readonly issue: number; readonly kind: "created" | "edited" }[];
  readonly requests: LedgerRequest[];
  /** Answers of ours that GitHub's description does not allow: faults of this package, each of which fails a test. */
  readonly violations: string[];
}

/** Is an event as the ledger keeps it. */
export interface LedgerEvent {
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly time: number;
}

/** Is an attempt of a delivery as the ledger keeps it. */
export interface LedgerAttempt {
  readonly guid: string;
  readonly redelivery: boolean;
  /** The status of the answer; 0 without one. */
  readonly answered: number;
}

/** Is a dispatch as the ledger keeps it. */
export interface LedgerDispatch {
  readonly runId: number;
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Is a writing of a check run as the ledger keeps it. */
export interface LedgerCheckRun {
  readonly id: number;
  readonly name: string;
  readonly kind: "created" | "updated";
  readonly status: string;
  readonly conclusion: string | null;
}

/** Is a request of the API as the ledger keeps it. */
export interface LedgerRequest {
  readonly operation: string;
  readonly status: number;
  /** Whether the caller got the answer; false if a fault dropped the connection. */
  readonly answered: boolean;
}

/** Returns an empty ledger. */
export function emptyLedger(): Ledger {
  return {
    events: [],
    attempts: [],
    dispatches: [],
    runners: [],
    pairs: [],
    checkRuns: [],
    comments: [],
    requests: [],
    violations: [],
  };
}
