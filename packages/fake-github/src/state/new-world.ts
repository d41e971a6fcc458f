import { join } from "node:path";
import { blobStore } from "../results/blob-store.ts";
import { urlSigner } from "../results/signed-url.ts";
import { emptyLedger } from "./ledger.ts";
import type { World } from "./world.ts";

/** Returns a GitHub without accounts or repositories, which sends its events nowhere yet. */
export function newWorld(
  parts: Pick<World, "clock" | "random" | "seed" | "hostedLabels" | "planJobs" | "enterpriseServer"> & {
    /** Where what does not fit into memory is kept. */
    readonly directory: string;
  },
): World {
  let lastId = 1000;
  return {
    ...parts,
    blobs: blobStore(join(parts.directory, "blobs")),
    signer: urlSigner(),
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
    jobTokens: new Map(),
    repositories: new Map(),
    formerNames: new Map(),
    deliveries: new Map(),
    ledger: emptyLedger(),
    emit: () => {},
  };
}
