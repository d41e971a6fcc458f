import { taskStates } from "@debootc/core/task/task-state";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import type { IntakeCounters } from "../intake/intake-counters.ts";
import { fleetMetrics } from "./fleet-metrics.ts";
import type { LogCounters } from "../task-log/log-counters.ts";
import { type Metric, type MetricValue, metricText } from "./metric-text.ts";

interface Observed {
  readonly database: Database;
  readonly counters: IntakeCounters;
  readonly loops: () => readonly {
    readonly name: string;
    readonly rounds: number;
    readonly failures: number;
  }[];
  readonly isLeader: () => boolean;
  readonly logs: LogCounters;
}

/** Returns what reads the figures of this hub, in the text of Prometheus. Those of the database are of all replicas. */
export function hubMetrics(observed: Observed): () => Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  return async () =>
    metricText([
      ...intakeMetrics(observed.counters),
      ...logMetrics(observed.logs),
      ...(await workMetrics(observed.database.queries)),
      ...(await fleetMetrics(observed.database.queries)),
      ...loopMetrics(observed),
      ...processMetrics(delay),
    ]);
}

function intakeMetrics(counters: IntakeCounters): Metric[] {
  const { accepted, duplicates, forged, unstored, refused } = counters;
  return [
    {
      name: "debootc_hub_deliveries_total",
      kind: "counter",
      help: "Deliveries of this replica by what became of them.",
      values: [
        ...Object.entries({ accepted, duplicate: duplicates, forged, unstored }).map(([outcome, value]) => ({
          labels: { outcome },
          value,
        })),
        ...[...refused].map(([outcome, value]) => ({ labels: { outcome }, value })),
      ],
    },
    {
      name: "debootc_hub_events_total",
      kind: "counter",
      help: "Deliveries that this replica accepted, by event.",
      values: valuesOf("event", counters.events),
    },
  ];
}

function logMetrics({ pieces, bytes }: LogCounters): Metric[] {
  return [
    {
      name: "debootc_hub_log_pieces_total",
      kind: "counter",
      help: "Pieces of logs that agents sent to this replica, by what became of them.",
      values: valuesOf("outcome", pieces),
    },
    {
      name: "debootc_hub_log_bytes_total",
      kind: "counter",
      help: "Bytes of logs that this replica has stored.",
      values: [{ value: bytes }],
    },
  ];
}

async function workMetrics(queries: Queries): Promise<Metric[]> {
  const gauge = (name: string, help: string, values: readonly MetricValue[]): Metric => ({
    name: `debootc_hub_${name}`,
    kind: "gauge",
    help,
    values,
  });
  const tasks = new Map([
    ...taskStates.map((state) => [state, 0] as const),
    ...(await counted(queries, "task")),
  ]);
  return [
    gauge("tasks", "Tasks by state.", valuesOf("state", tasks)),
    gauge("runs", "Runs by state.", valuesOf("state", await counted(queries, "run"))),
    gauge("artifacts", "Results of tasks by state.", valuesOf("state", await counted(queries, "artifact"))),
    gauge("releases", "Releases by state.", valuesOf("state", await counted(queries, "release"))),
    gauge("stored_bytes", "Bytes of the results that are kept.", [{ value: await storedBytes(queries) }]),
    gauge(
      "deliveries_unhandled",
      "Deliveries that are not handled, by state.",
      valuesOf("state", await unhandled(queries)),
    ),
    gauge("outgoing", "What GitHub has yet to be told, by kind.", valuesOf("kind", await outgoing(queries))),
    gauge(
      "attempts_failed",
      "Attempts at tasks that failed, by the class of their failure.",
      valuesOf("class", await failedAttempts(queries)),
    ),
  ];
}

function valuesOf(label: string, counts: ReadonlyMap<string, number>): MetricValue[] {
  return [...counts].map(([name, value]) => ({ labels: { [label]: name }, value }));
}

const count = sql<number>`count(*)::int`;

async function storedBytes(queries: Queries): Promise<number> {
  const { bytes } = await queries
    .selectFrom((from) =>
      from
        .selectFrom("artifact")
        .select(["storage_key", "size"])
        .distinct()
        .where("state", "=", "stored")
        .as("object"),
    )
    .select(sql<number>`coalesce(sum(size), 0)::float8`.as("bytes"))
    .executeTakeFirstOrThrow();
  return bytes;
}

async function counted(
  queries: Queries,
  table: "task" | "run" | "artifact" | "release",
): Promise<Map<string, number>> {
  const rows = await queries
    .selectFrom(table)
    .select(["state", count.as("count")])
    .groupBy("state")
    .execute();
  return new Map(rows.map((row) => [row.state as string, row.count]));
}

async function unhandled(queries: Queries): Promise<Map<string, number>> {
  const rows = await queries
    .selectFrom("delivery")
    .select(["state", count.as("count")])
    .where("state", "in", ["received", "failed"])
    .groupBy("state")
    .execute();
  return new Map([["received", 0], ["failed", 0], ...rows.map((row) => [row.state, row.count] as const)]);
}

async function outgoing(queries: Queries): Promise<Map<string, number>> {
  const rows = await queries
    .selectFrom("outgoing")
    .select(["kind", count.as("count")])
    .groupBy("kind")
    .execute();
  return new Map(rows.map(({ kind, count: rest }) => [kind, rest]));
}

async function failedAttempts(queries: Queries): Promise<Map<string, number>> {
  const rows = await queries
    .selectFrom("attempt")
    .select([sql<string>`failure->>'class'`.as("class"), count.as("count")])
    .where("failure", "is not", null)
    .groupBy("class")
    .execute();
  return new Map(rows.map((row) => [row.class, row.count]));
}

function loopMetrics({ loops, isLeader }: Observed): Metric[] {
  const states = loops();
  return [
    {
      name: "debootc_hub_loop_rounds_total",
      kind: "counter",
      help: "Rounds of each loop of this replica.",
      values: states.map(({ name, rounds }) => ({ labels: { loop: name }, value: rounds })),
    },
    {
      name: "debootc_hub_loop_failures",
      kind: "gauge",
      help: "Rounds of each loop that failed since one succeeded.",
      values: states.map(({ name, failures }) => ({ labels: { loop: name }, value: failures })),
    },
    {
      name: "debootc_hub_leader",
      kind: "gauge",
      help: "1 for the replica that leads.",
      values: [{ value: isLeader() ? 1 : 0 }],
    },
  ];
}

function processMetrics(delay: ReturnType<typeof monitorEventLoopDelay>): Metric[] {
  const { rss, heapUsed } = process.memoryUsage();
  const cpu = process.cpuUsage();
  const seconds = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
  const gauge = (name: string, help: string, value: number): Metric => ({
    ...{ name, help, kind: "gauge", values: [{ value }] },
  });
  return [
    gauge("process_resident_memory_bytes", "Memory of this process.", rss),
    gauge("nodejs_heap_size_used_bytes", "Memory that its objects take.", heapUsed),
    gauge("nodejs_eventloop_lag_p99_seconds", "How late its event loop was.", seconds(delay.percentile(99))),
    {
      name: "process_cpu_seconds_total",
      kind: "counter",
      help: "Time that it has computed.",
      values: [{ value: (cpu.user + cpu.system) / 1e6 }],
    },
  ];
}
