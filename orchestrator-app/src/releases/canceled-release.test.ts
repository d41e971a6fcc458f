import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { statesOf } from "../runs/scene.fixture.ts";
import { cancelRun, retryRun } from "../runs/steer.ts";
import { assets, releaseScene } from "./release-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

describe("somebody who cancels the run", () => {
  test("before it is published is heard, and retries it later", async () => {
    await using scene = await releaseScene();
    const { id } = await scene.composed();
    const cause = { cause: "api", actor: "ada", at: scene.clock() };
    let uploads = 0;
    const call: typeof scene.call = async (one) => {
      const answer = await scene.call(one);
      if (one.upload !== undefined && ++uploads === 3)
        await scene.database.queries.transaction().execute((trx) => cancelRun(trx, id, cause));
      return answer;
    };
    await scene.run(20, { call });
    expect(uploads).toBe(3);
    expect(scene.shown()).toMatchObject([{ draft: true }]);
    expect(await statesOf(scene.database, id)).toMatchObject({ run: "CANCELED", release: "CANCELED" });

    await scene.database.queries.transaction().execute((trx) => retryRun(trx, id, cause));
    await scene.run(20);
    expect(scene.shown()).toEqual([{ tag: "v1", draft: false, assets }]);
    expect(await statesOf(scene.database, id)).toMatchObject({ run: "COMPLETED" });
  });
});
