import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { type ReleaseScene, releaseScene } from "../releases/release-scene.fixture.ts";
import { composeArtifact } from "./compose-artifact.fixture.ts";
import { pumpArtifacts } from "./pump-artifacts.ts";

beforeAll(memoryDatabase);

/** What the hub knows of its only artifact, and what lies in its storage. */
async function known({ database, storage, directory }: ReleaseScene) {
  const row = await database.queries
    .selectFrom("artifact")
    .select(["state", "failure", "size"])
    .executeTakeFirstOrThrow();
  return {
    ...row,
    objects: await Array.fromAsync(storage.list(), ({ size }) => size),
    incoming: await readdir(join(directory, "storage/incoming")).catch(() => []),
  };
}

test.each(["cut", "damage", "unavailable"] as const)(
  "an artifact whose download meets %s is there in the end, once and whole",
  async (what) => {
    await using scene = await releaseScene();
    const content = await composeArtifact();
    await scene.composed({ content });
    scene.github.plan([{ on: "download", do: what, times: 2 }]);
    for (let round = 0; round < 3; round++) {
      if (round > 0) expect(await known(scene)).toMatchObject({ state: "wanted", objects: [], incoming: [] });
      await pumpArtifacts(scene.fetching);
      await scene.github.advance(20_000);
    }
    const { length: size } = content;
    expect(await known(scene)).toEqual({
      state: "stored",
      failure: null,
      size,
      objects: [size],
      incoming: [],
    });
  },
);

test("an artifact that is larger than allowed, or of another task, is refused for good, and nothing of it is kept", async () => {
  for (const [content, mostBytes, message] of [
    [await composeArtifact(), 100, /bytes; allowed: 100/],
    [await composeArtifact({ legs: ["b/amd64"] }), 1_000_000, /it has b\/amd64 instead of a\/amd64/],
    [
      await composeArtifact({ composeId: "os-13-20261129.0" }),
      1_000_000,
      /of the compose "os-13-20261129.0"/,
    ],
  ] as const) {
    await using scene = await releaseScene();
    await scene.composed({ content });
    await pumpArtifacts({ ...scene.fetching, mostBytes });
    expect(await known(scene)).toMatchObject({
      ...{ state: "failed", objects: [], incoming: [] },
      failure: { code: "artifact-unfit", message: expect.stringMatching(message) },
    });
  }
});
