import { beforeAll, describe, expect, test } from "vitest";
import { setChannels } from "../channels/set-channels.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { sendLatest } from "../outgoing/senders/send-latest.ts";
import { releaseScene } from "./release-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

describe("a channel that takes releases by itself", () => {
  const rules = { name: "edge", automatic: true, latest: true, ageSeconds: 0, checks: [] };

  test("is at a release as soon as it is published, and GitHub is told that it is the latest", async () => {
    await using scene = await releaseScene();
    const { database, call, repository } = scene;
    await setChannels(database.queries, repository.id, [rules, { ...rules, name: "old", ageSeconds: 60 }]);
    await scene.composed();
    await scene.run(10);

    const channels = await database.queries.selectFrom("channel").select(["name", "digest"]).execute();
    const { digest } = await database.queries
      .selectFrom("release")
      .select("digest")
      .executeTakeFirstOrThrow();
    expect(channels).toEqual([{ name: "edge", digest }]);
    const row = await database.queries
      .selectFrom("outgoing")
      .selectAll()
      .where("kind", "=", "latest")
      .executeTakeFirstOrThrow();
    const bodies: unknown[] = [];
    const noted: typeof call = (one) => {
      bodies.push(one.body);
      return call(one);
    };
    const sending = { database, call: noted } as unknown as Parameters<typeof sendLatest>[0];
    expect(await sendLatest(sending, row, await repositoryAt(database.queries, repository.id))).toBe("done");
    expect(bodies).toEqual([{ make_latest: "true" }]);
  });
});

test("channels that take releases by themselves after another one have it in the same moment", async () => {
  await using scene = await releaseScene();
  const rules = { automatic: true, latest: false, ageSeconds: 0, checks: [] };
  await setChannels(scene.database.queries, scene.repository.id, [
    { ...rules, name: "a-stable", after: "m-testing" },
    { ...rules, name: "m-testing", after: "z-edge" },
    { ...rules, name: "other", after: "nowhere" },
    { ...rules, name: "z-edge" },
  ]);
  await scene.composed();
  await scene.run(10);
  const moves = await scene.database.queries
    .selectFrom("channel_move")
    .select("channel")
    .orderBy("id")
    .execute();
  expect(moves.map(({ channel }) => channel)).toEqual(["z-edge", "m-testing", "a-stable"]);
});

test("a release that no channel has yet is not the latest one where a channel says which is", async () => {
  await using scene = await releaseScene();
  const { database, repository, call } = scene;
  const { id: installation } = [...scene.github.state().installations.values()][0] ?? expect.fail("none");
  const latest = async () => {
    const path = "/repos/acme/os/releases/latest";
    const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
    return JSON.parse(Buffer.from(answer.bytes).toString()).tag_name;
  };
  await scene.composed();
  await scene.run(10);
  expect(await latest()).toBe("v1");

  const rules = { name: "stable", automatic: false, latest: true, ageSeconds: 0, checks: [] };
  await setChannels(database.queries, repository.id, [rules]);
  await scene.composed({ tag: "v2" });
  await scene.run(10);
  expect(scene.shown()).toMatchObject([{ tag: "v1" }, { tag: "v2", draft: false }]);
  expect(await latest()).toBe("v1");
});
