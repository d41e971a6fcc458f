import type { ButtonRequest } from "@debootc/core/hub/button-request";
import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../../database/memory-database.fixture.ts";
import { files, githubScene } from "../../reconcile/github-scene.fixture.ts";
import { want } from "../../store/outgoing.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

type Scene = Awaited<ReturnType<typeof githubScene>>;

/** Starts a run of a repository whose file says who may steer. */
async function openRun(steer: string): Promise<Scene> {
  const hubFile = files[".github/debootc.yml"] ?? "";
  const scene = await githubScene({ ".github/debootc.yml": `${hubFile}steer: ${steer}\n` });
  await scene.start();
  await scene.hub.plan();
  return scene;
}

async function press(scene: Scene, changes: Partial<ButtonRequest> = {}): Promise<void> {
  const { database, repository, hub, clock } = scene;
  const detail: ButtonRequest = { asked: "cancel", run: 1, actor: "ada", delivery: "d1", ...changes };
  const key = `button:${detail.delivery}:${detail.run}`;
  await want(database.queries, [{ key, kind: "button", repositoryId: repository.id, detail }], clock());
  await hub.send();
}

async function stateAndLast({ database: { queries } }: Scene) {
  const { state } = await queries.selectFrom("run").select("state").executeTakeFirstOrThrow();
  const last = await queries
    .selectFrom("change")
    .select(["cause", "actor", "detail"])
    .where("task_id", "is", null)
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  return { state, last };
}

/** Returns how often GitHub was told of the check of the run. */
function written({ github }: Scene): number {
  return github.ledger.checkRuns.filter(({ name }) => name === "debootc").length;
}

describe("a button of a check run", () => {
  test("does what it says for whoever may write, unless the repository asks for more", async () => {
    await using scene = await openRun("{permission: write}");
    await press(scene);
    expect(await stateAndLast(scene)).toMatchObject({ state: "CANCELED", last: { actor: "ada" } });
  });

  test("does nothing for an account that may not steer, and the history of the run says why", async () => {
    await using scene = await openRun("{permission: maintain}");
    await scene.hub.send();
    const before = written(scene);
    await press(scene);
    // GitHub has taken its conclusion away.
    expect(written(scene)).toBe(before + 1);
    const why = "ada has the permission write here, and maintain is needed";
    expect(await stateAndLast(scene)).toEqual({
      state: "OPEN",
      last: { cause: "no cancel by a button", actor: "ada", detail: { why } },
    });
  });

  test("that has nothing to do any more says so in the history of the run", async () => {
    await using scene = await openRun("{permission: maintain, logins: [ada]}");
    await press(scene);
    await press(scene, { delivery: "d2" });
    expect(await stateAndLast(scene)).toMatchObject({
      state: "CANCELED",
      last: {
        cause: "no cancel by a button",
        detail: { why: "run 1 is CANCELED: there is nothing left to cancel" },
      },
    });
  });
});
