import type { HostReport } from "@debootc/core/fleet/host-report";
import { randomBytes } from "node:crypto";
import type { Database } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";
import { start } from "../runs/scene.fixture.ts";
import { beginSession } from "./begin-session.ts";
import { createHost } from "./hosts.ts";

/** Describes a host of the usual kind. */
export function hostReport(changes: Partial<HostReport> = {}): HostReport {
  return {
    ...{ version: "1.0.0", bootId: "boot-1", arches: ["amd64"], cpus: 4, memoryMiB: 8192, diskMiB: 50_000 },
    ...{ slots: 1, labels: [], runner: { kind: "act", version: "1.0.0" }, caches: [] },
    ...changes,
  };
}

/** Adds a host whose agent has begun its first session. */
export async function addHost(
  { queries }: Database,
  name: string,
  changes: Partial<HostReport> = {},
  now = start,
): Promise<{ readonly host: HostRow; readonly token: string }> {
  const { host, token } = await createHost(queries, { name, now, randomBytes });
  const began = await beginSession(queries, host, { host: hostReport(changes), orders: [] }, now);
  return { host: began.host, token };
}

/** Gives the newest attempt at a task to a host, whose runner runs; returns the id of the order. */
export async function startedOrder(
  { queries }: Database,
  { host, task, id, at = start }: { host: HostRow; task: number; id: string; at?: Date },
): Promise<string> {
  const { label } = await queries
    .selectFrom("attempt")
    .select("label")
    .where("task_id", "=", task)
    .orderBy("number", "desc")
    .executeTakeFirstOrThrow();
  // Another host can have it only when no runner of it is left.
  await queries
    .updateTable("placement")
    .set({ state: "ended", outcome: "host-lost", ended_at: at, settled_at: at })
    .where("label", "=", label)
    .where("state", "<>", "ended")
    .execute();
  await queries
    .insertInto("placement")
    .values({
      ...{ id, label, host_id: host.id, host_term: host.term, state: "started", runner_name: `r-${id}` },
      ...{ github_runner_id: task, placed_at: at, registering_at: at, ordered_at: at, started_at: at },
    })
    .execute();
  return id;
}
