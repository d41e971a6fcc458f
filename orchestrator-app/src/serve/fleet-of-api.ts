import type { FleetOfApi } from "../api/frame/api-dependencies.ts";
import type { Database } from "../database/database.ts";
import { knownRuns } from "../fleet/known-runs.ts";
import { nextOrder } from "../fleet/next-order.ts";
import type { WaitingHosts } from "../fleet/waiting-hosts.ts";
import { loginOfApp } from "../github/app-calls.ts";
import type { CallGitHub } from "../github/call.ts";
import type { Log } from "../log/log.ts";
import type { AppSource } from "./app-source.ts";

interface Fleet {
  readonly database: Database;
  readonly app: AppSource;
  readonly call: CallGitHub;
  readonly clock: () => Date;
  readonly log: Log;
  readonly waiting: WaitingHosts;
  readonly wake: (loop: string) => void;
}

/** Returns what the API needs of the fleet: how orders are handed out to the hosts that ask this replica. */
export function fleetOfApi({ app, call, clock, wake, ...fleet }: Fleet): FleetOfApi {
  const context = {
    ...{ ...fleet, call, clock, wake, runs: knownRuns(clock), appLogin: appLogin(app, call) },
    hasApp: () => app.current() !== undefined,
  };
  return { nextOrder: (host, request, signal) => nextOrder(context, host, request, signal), wake };
}

/** Asks once for the login of each App that the hub has had. */
function appLogin(app: AppSource, call: CallGitHub): () => Promise<string> {
  const known = new Map<number, Promise<string>>();
  return async () => {
    const id = app.current()?.appId ?? 0;
    const asked = known.get(id) ?? loginOfApp(call);
    known.set(id, asked);
    asked.catch(() => known.delete(id));
    return asked;
  };
}
