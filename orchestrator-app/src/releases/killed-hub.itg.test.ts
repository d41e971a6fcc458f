import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { statesOf } from "../runs/scene.fixture.ts";
import { pumpArtifacts } from "../gather/pump-artifacts.ts";
import { pumpReleases } from "./pump-releases.ts";
import { assets, killAt, type ReleaseScene, releaseScene } from "./release-scene.fixture.ts";

beforeAll(memoryDatabase);

const lease = 120_000;

/** Lets a hub of a name work until it is killed at a point. Returns how many points it passed. */
async function workUntilKilled(scene: ReleaseScene, holder: string, point: number) {
  const killed = killAt(scene, point);
  const { call, database, signal } = killed;
  const work = async () => {
    while ((await pumpReleases({ ...scene.releasing, holder, call, database, signal })) > 0);
  };
  const working = work().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  await Promise.race([killed.killed, working]);
  return {
    points: killed.points(),
    end: async () => {
      killed.end();
      await working;
    },
  };
}

function holds({ releases }: ReleaseScene) {
  const published = releases().filter(({ draft }) => !draft);
  expect(published.length).toBeLessThanOrEqual(1);
  // Nobody ever sees a release that lacks something.
  for (const release of published) {
    expect(release.assets.size).toBe(assets.length);
    for (const { state } of release.assets.values()) expect(state).toBe("uploaded");
  }
}

async function endsWell(scene: ReleaseScene, run: number) {
  expect(scene.shown()).toMatchObject([{ tag: "v1", draft: false }]);
  holds(scene);
  expect(await statesOf(scene.database, run)).toMatchObject({ run: "COMPLETED", release: "COMPLETED" });
}

test("a hub that is killed before or after any call or transaction leaves what the next one completes", async () => {
  let points = 1;
  for (let point = 0; point < points; point++) {
    await using scene = await releaseScene();
    const { id } = await scene.composed();
    await pumpArtifacts(scene.fetching);
    const killed = await workUntilKilled(scene, "first", point);
    points = Math.max(points, killed.points + 1);
    holds(scene);
    await scene.github.advance(lease);
    await scene.run(30, { holder: "second" });
    await killed.end();
    await endsWell(scene, id);
    if (killed.points <= point) break;
  }
  expect(points).toBeGreaterThan(40);
}, 600_000);

test("hubs that are killed again and again, with a GitHub in trouble, publish one whole release", async () => {
  const operations = [
    ...["repos/create-release", "repos/upload-release-asset", "repos/list-release-assets"],
    ...["repos/update-release", "repos/delete-release-asset", "repos/get-release", "repos/list-releases"],
  ];
  const fault = fc.record({
    on: fc.constant("request" as const),
    do: fc.constantFrom("lose-reply" as const, "break-off" as const, "refuse" as const, "answer" as const),
    operation: fc.constantFrom(...operations),
    skip: fc.nat(4),
    times: fc.integer({ min: 1, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { maxLength: 4 }),
      fc.array(fc.nat(60), { maxLength: 4 }),
      async (faults, points) => {
        await using scene = await releaseScene();
        const { id } = await scene.composed();
        await pumpArtifacts(scene.fetching);
        scene.github.plan(faults);
        const ends: (() => Promise<void>)[] = [];
        for (const [index, point] of points.entries()) {
          ends.push((await workUntilKilled(scene, `hub-${index}`, point)).end);
          holds(scene);
          await scene.github.advance(lease);
        }
        await scene.run(400, { holder: "last" });
        for (const end of ends) await end();
        await endsWell(scene, id);
      },
    ),
    { numRuns: 12 },
  );
}, 600_000);
