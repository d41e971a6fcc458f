import type { AgentSettings } from "@debootc/core/fleet/agent-settings";
import { agentSettingsError } from "@debootc/core/fleet/agent-settings";
import { logAnswerSchema } from "@debootc/core/fleet/agent-messages";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { reasonOf } from "@debootc/tools/errno";
import { lockFile } from "@debootc/tools/files/flock";
import { makeDirectories } from "@debootc/tools/files/paths";
import { writable } from "@debootc/tools/files/writable";
import { openHttpAgents } from "@debootc/tools/http/http-agents";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { findRunner } from "../host/find-runner.ts";
import { hostLoad } from "../host/host-load.ts";
import { hostReportOf } from "../host/host-report-of.ts";
import { namesInCache } from "../host/names-in-cache.ts";
import { Connection } from "../hub/connection.ts";
import { hubClient } from "../hub/hub-client.ts";
import { Lease } from "../hub/lease.ts";
import type { Log } from "../log/log.ts";
import { cleanLeftovers } from "../order/clean-leftovers.ts";
import type { OrderContext, OrderLimits } from "../order/order-context.ts";
import { sharedEnvironment } from "../order/order-environment.ts";
import { ordersIn } from "../order/order-place.ts";
import { markOf } from "../order/order-processes.ts";
import { Agent } from "./agent.ts";
import { probeIsolation } from "./isolation.ts";

/** Is what the agent takes from the world around it besides its settings. */
export interface Outside {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly token: string;
  readonly log: Log;
  readonly version: string;
  readonly uptime: () => number;
  readonly now: () => number;
  readonly random: () => number;
  readonly limits: OrderLimits & { readonly leastDiskMiB: number };
}

/** So much of what an order used is told. */
const mostUsed = { most: 50, mostOfKind: 5 };

/** How long the hub may take to answer a report or a piece of a log, in milliseconds. */
const patience = 15_000;

/**
 * Makes an agent that has its work directory to itself and has cleaned up what an earlier one left there. Throws
 * `agent-settings-invalid`, and `in-use` if another agent has the directory.
 */
export async function startAgent(
  settings: AgentSettings,
  outside: Outside,
): Promise<{ readonly agent: Agent } & AsyncDisposable> {
  const { environment, token, log, version, uptime, now, random, limits } = outside;
  const shared = sharedEnvironment({ ...settings, environment, node: process.execPath });
  const runner = await findRunner(settings, shared).catch((error: unknown) => {
    throw agentSettingsError([reasonOf(error)]);
  });
  await writable(settings.workDir, () => makeDirectories(ordersIn(settings.workDir), 0o700));
  const workDir = await realpath(settings.workDir);
  const lock = await lockFile(join(workDir, "lock"), () => usedBy(workDir));
  await cleanLeftovers(workDir, log);
  const agents = await openHttpAgents(definedIn(environment));
  const client = hubClient({ hub: settings.hub, token, agents });
  const lease = new Lease(uptime);
  const connection = new Connection({ client, lease, random });
  const orders: OrderContext = {
    ...{ workDir, runner, log, uptime, now, limits },
    usedSince: (moment) => namesInCache(settings.cacheDir, { since: moment, ...mostUsed }),
    ...(await probeIsolation(log)),
    mark: markOf(workDir),
    environment: shared,
    secrets: [token],
    report: async (id, report, signal) => {
      await connection.insist({
        path: `/orders/${id}/report`,
        body: (term) => ({ ...report, term }),
        answer: z.unknown(),
        ...{ patience, signal },
      });
    },
    sendLog: async (id, offset, bytes, signal) => {
      const path = `/orders/${id}/log?offset=${offset}`;
      const said = { path, body: () => bytes, answer: logAnswerSchema, patience, signal };
      return (await connection.insist(said))?.next ?? offset + bytes.length;
    },
  };
  const agent = new Agent({
    ...{ client, connection, lease, orders, log, uptime, slots: settings.slots },
    leastDiskMiB: limits.leastDiskMiB,
    report: () => hostReportOf({ ...settings, workDir }, runner, version),
    load: () => hostLoad(workDir),
  });
  return {
    agent,
    [Symbol.asyncDispose]: async () => {
      agents[Symbol.dispose]();
      await lock[Symbol.asyncDispose]();
    },
  };
}

function usedBy(workDir: string): DebootcError {
  return new DebootcError("in-use", `another agent uses ${workDir}`, {
    hint: "Give each agent of a machine a --work-dir of its own; one agent can have several --slots.",
  });
}

function definedIn(environment: Outside["environment"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
