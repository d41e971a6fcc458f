import { emptyLedger } from "./ledger.ts";
import type { World } from "./world.ts";

/** Returns a GitHub without accounts or repositories, which sends its events nowhere yet. */
export function newWorld(
  parts: Pick<World, "clock" | "random" | "seed" | "hostedLabels" | "planJobs" | "enterpriseServer">,
): World {
  let lastId = 1000;
  return {
    ...parts,
    newId: () => {
      lastId += 1;
      return lastId;
    },
    urls: { api: "", html: "", uploads: "" },
    accounts: new Map(),
    apps: new Map(),
    pendingApps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    repositories: new Map(),
    formerNames: new Map(),
    deliveries: new Map(),
    ledger: emptyLedger(),
    emit: () => {},
  };
}
