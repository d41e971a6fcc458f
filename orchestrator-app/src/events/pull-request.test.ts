import { describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { aDelivery } from "../intake/delivery.fixture.ts";
import { storeDeliveries } from "../intake/store-deliveries.ts";
import { after, hubScene, sha } from "../runs/scene.fixture.ts";
import { deliver, pullRequestOf, pushOf } from "./deliver.fixture.ts";

async function runs({ queries }: Database) {
  return queries.selectFrom("run").selectAll().orderBy("id").execute();
}

const other = "e".repeat(40);

describe("a pull request", () => {
  test("is built with the configuration of its base, its newest commit in place of the ones before", async () => {
    const hub = await hubScene();

    await deliver(hub, "pull_request", pullRequestOf("opened", sha));
    expect(await deliver(hub, "pull_request", pullRequestOf("synchronize", other))).toBe(
      "started run 2, canceled 1 of earlier commits",
    );
    expect(await runs(hub)).toMatchObject([
      { state: "CANCELED", sha, config_sha: "b".repeat(40), pull_request: 7, ref: "refs/pull/7/head" },
      { state: "PLANNING", sha: other, is_fork: false },
    ]);
  });

  test.each([2, null])("of a fork waits for its approval, also when the fork is gone: %s", async (from) => {
    const hub = await hubScene();

    await deliver(hub, "pull_request", pullRequestOf("opened", sha, from));
    expect(await runs(hub)).toMatchObject([{ state: "WAITING", is_fork: true, config_sha: "b".repeat(40) }]);
  });

  test("stays as its newest event says, in whichever order they come", async () => {
    const hub = await hubScene();
    const send = async (guid: string, action: string, commit: string, minute: number) => {
      const event = pullRequestOf(action, commit);
      const updated_at = `2026-11-30T12:0${minute}:00Z`;
      const payload = { ...event, pull_request: { ...event.pull_request, updated_at } };
      const delivery = aDelivery(guid, after(0), { event: "pull_request", body: JSON.stringify(payload) });
      await storeDeliveries(hub.queries, [delivery]);
      return deliver(hub, "pull_request", payload, guid);
    };

    expect(await send("newer", "synchronize", other, 5)).toBe("started run 1");
    expect(await send("late", "synchronize", sha, 4)).toMatch(/^ignored: .* is newer$/);
    expect(await send("closed before", "closed", sha, 3)).toMatch(/^ignored: .* is newer$/);
    expect(await runs(hub)).toMatchObject([{ state: "PLANNING", sha: other }]);
    expect(await send("newest", "synchronize", sha, 6)).toBe("started run 2, canceled 1 of earlier commits");
    expect(await send("closed", "closed", sha, 6)).toBe("1 runs canceled");
  });

  test("cancels its runs when it is closed, and no others", async () => {
    const hub = await hubScene();
    await deliver(hub, "push", pushOf());
    await deliver(hub, "pull_request", pullRequestOf("opened", sha));

    expect(await deliver(hub, "pull_request", pullRequestOf("closed", sha))).toBe("1 runs canceled");
    expect(await runs(hub)).toMatchObject([{ state: "PLANNING" }, { state: "CANCELED" }]);
    await deliver(hub, "pull_request", pullRequestOf("reopened", sha));
    expect(await runs(hub)).toHaveLength(3);
  });
});
