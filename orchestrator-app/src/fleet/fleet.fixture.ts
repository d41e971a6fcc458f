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
