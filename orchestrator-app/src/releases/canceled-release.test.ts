import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import type { GitHubCall } from "../github/call.ts";
import { GitHubError } from "../github/github-error.ts";
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

  const publishing = ({ method, path }: GitHubCall) => method === "PATCH" && /\/releases\/\d+$/.test(path);

  test.each([
    ["and the reply comes", false, true],
    ["and the reply is lost", true, true],
    ["which GitHub never does", true, false],
  ])("while it is published, %s, leaves a record of what is public", async (_, isLost, isDone) => {
    await using scene = await releaseScene();
    const { id } = await scene.composed();
    const cause = { cause: "api", actor: "ada", at: scene.clock() };
    let asked = 0;
    const call: typeof scene.call = async (one) => {
      if (!publishing(one)) return scene.call(one);
      if (++asked > 1) return scene.call(one);
      const answer = isDone ? await scene.call(one) : undefined;
      await scene.database.queries.transaction().execute((trx) => cancelRun(trx, id, cause));
      if (answer !== undefined && !isLost) return answer;
      throw new GitHubError("github-unreachable", "the connection ended", { hint: "", mayBeDone: true });
    };
    await scene.run(200, { call });

    const release = async () =>
      scene.database.queries.selectFrom("release").select(["state", "lease_holder"]).executeTakeFirst();
    expect(await statesOf(scene.database, id)).toMatchObject({ run: "CANCELED", release: "CANCELED" });
    expect(scene.shown()).toMatchObject([{ draft: !isDone }]);
    expect(await release()).toEqual({ state: isDone ? "published" : "uploading", lease_holder: null });

    await scene.database.queries.transaction().execute((trx) => retryRun(trx, id, cause));
    await scene.run(20, { call });
    expect(await statesOf(scene.database, id)).toMatchObject({ run: "COMPLETED", release: "COMPLETED" });
    expect(scene.shown()).toEqual([{ tag: "v1", draft: false, assets }]);
    expect(asked).toBe(isDone ? 1 : 2);
  });
});
