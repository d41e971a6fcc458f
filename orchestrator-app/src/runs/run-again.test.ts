import { describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { assign, asked, hubScene, planned, plannedRun, report, sha, start } from "./scene.fixture.ts";
import { runAgain } from "./run-again.ts";
import { startRun } from "./start-run.ts";
import { approveRun, cancelRun } from "./steer.ts";

const cause = { cause: "check suite", actor: "ada", at: start };

async function again({ queries }: Database, run: number, causeKey: string): Promise<string> {
  return queries.transaction().execute((trx) => runAgain(trx, run, { ...cause, causeKey }));
}

describe("a run that is asked for again", () => {
  test("is built anew once it has completed, once for each cause", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub, [planned("one")]);
    expect(await again(hub, run, "a")).toBe(`no change: run ${run} is OPEN`);
    await assign(hub);
    await report(hub, "one", { status: "completed", conclusion: "success" });

    expect(await again(hub, run, "b")).toBe(`started run 2 like run ${run}`);
    expect(await again(hub, run, "b")).toBe(`started run 2 like run ${run}`);
    expect(await hub.queries.selectFrom("run").select("id").execute()).toHaveLength(2);
  });

  test("lets a fork's commit wait for its approval as before", async () => {
    const hub = await hubScene();
    const { id } = await startRun(hub.queries, asked({ isFork: true, pullRequest: 7 }));
    await cancelRun(hub.queries, id, cause);

    expect(await again(hub, id, "a")).toBe(`retry of run ${id}`);
    const runs = () => hub.queries.selectFrom("run").select(["state", "approved_sha"]).execute();
    expect(await runs()).toEqual([{ state: "WAITING", approved_sha: null }]);
    await hub.queries.transaction().execute((trx) => approveRun(trx, id, sha, cause));
    expect(await runs()).toEqual([{ state: "PLANNING", approved_sha: sha }]);
  });
});
