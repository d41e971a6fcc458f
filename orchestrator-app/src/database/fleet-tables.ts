import type { HeartbeatRequest, HostState, OrderReport } from "@debootc/core/fleet/agent-messages";
import type { HostReport } from "@debootc/core/fleet/host-report";
import type { PlacementOutcome, PlacementState } from "@debootc/core/fleet/placement-state";
import type { Generated, JSONColumnType, Selectable } from "kysely";
import type { NullableJson, OptionalJson } from "./json-column.ts";

/** Describes the tables of the fleet. */
export interface FleetTables {
  /** Machines that do tasks of the fleet, each by an agent with a token of its own. */
  host: {
    id: Generated<number>;
    name: string;
    /** The token is kept as API keys are: its id, and a hash of its secret. */
    token_id: string;
    algorithm: string;
    hash: string;
    state: HostState | "removed";
    /** Grows with each session of its agent: what an earlier one still says counts for nothing. */
    term: Generated<number>;
    /** What it can do; absent before the first session. */
    report: NullableJson<Omit<HostReport, "caches">>;
    load: NullableJson<HostLoad>;
    seen_at: Date | null;
    session_at: Date | null;
    created_at: Date;
    changed_at: Date;
    orders_done: Generated<number>;
    orders_failed: Generated<number>;
  };
  /** An attempt that was given to a host. It has one runner of its own, and never goes back to an earlier state. */
  placement: {
    id: string;
    label: string;
    host_id: number;
    host_term: number;
    state: PlacementState;
    runner_name: Generated<string | null>;
    github_runner_id: Generated<number | null>;
    placed_at: Date;
    registering_at: Generated<Date | null>;
    ordered_at: Generated<Date | null>;
    started_at: Generated<Date | null>;
    ended_at: Generated<Date | null>;
    /** Since when it is certain that GitHub has no runner of it any more. */
    settled_at: Generated<Date | null>;
    /** When GitHub is asked about it next. */
    settle_after: Generated<Date | null>;
    /** When a sweep saw for the first time that its runner is at GitHub without it, or it without its runner. */
    orphan_at: Generated<Date | null>;
    outcome: Generated<PlacementOutcome | null>;
    message: Generated<string | null>;
    exit: OptionalJson<NonNullable<OrderReport["exit"]>>;
    statistics: OptionalJson<NonNullable<OrderReport["statistics"]>>;
  };
  /** What the cache of a host has, as its agent names it: a hint for the choice of a host. */
  host_cache: {
    host_id: number;
    names: JSONColumnType<readonly string[]>;
  };
  /** What a task of a repository took from a cache the last time that it was done. */
  task_cache: {
    repository_id: number;
    task: string;
    names: JSONColumnType<readonly string[]>;
  };
}

/** Holds what a host said of itself last. */
export interface HostLoad extends Pick<HeartbeatRequest, "load" | "memoryFreeMiB" | "diskFreeMiB"> {
  /** How many orders it has; one that has ended may still be cleaned up. */
  readonly orders: number;
}

export type HostRow = Selectable<FleetTables["host"]>;
export type PlacementRow = Selectable<FleetTables["placement"]>;
