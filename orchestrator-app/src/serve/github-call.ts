import { sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import type { CallGitHub } from "../github/call.ts";
import { githubClient } from "../github/github-client.ts";
import { governor } from "../github/governor.ts";
import { type AppSource, connectedApp } from "./app-source.ts";

interface Calling {
  readonly database: Database;
  readonly app: AppSource;
  readonly clock: () => Date;
}

/** Returns what calls GitHub as the App that the hub has at the time of the call. */
export function githubCall({ database, app, clock }: Calling): CallGitHub {
  const limits = governor(
    (run) =>
      // A call that is under way waits for no other work of the hub.
      database.urgent.transaction().execute(async (trx) => {
        // What a power cut takes of these figures, GitHub's next answer says again: no call has to wait for the disk.
        await sql`set local synchronous_commit = off`.execute(trx);
        return run(trx);
      }),
    clock,
  );
  let known: { readonly apiUrl: string; readonly call: CallGitHub } | undefined;
  return async (call) => {
    const apiUrl = connectedApp(app).github.api;
    if (known?.apiUrl !== apiUrl) {
      const options = { apiUrl, credentials: () => connectedApp(app), governor: limits, clock, sleep };
      known = { apiUrl, call: githubClient(options) };
    }
    return known.call(call);
  };
}
