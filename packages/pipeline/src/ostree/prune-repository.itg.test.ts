import { readRefs, resolveRevision } from "@debootc/tools/ostree/ostree-refs";
import { expect, test } from "vitest";
import { dependencies, makeScene, type OstreeScene, ref } from "./ostree-scene.fixture.ts";
import { pruneRepository } from "./prune-repository.ts";
import { moveRef } from "./ref-history.ts";

interface Retention {
  readonly keep?: number;
  readonly keepDays?: number;
  readonly apply?: boolean;
  readonly hour?: number;
}

const prune = ({ repo }: OstreeScene, { keep = 5, apply = true, hour = 12, ...days }: Retention) =>
  pruneRepository({ repo, keep, apply, ...days, json: false }, dependencies(hour));

/** Commits of one ref, the oldest first, an hour apart. */
async function commits(scene: OstreeScene, number: number, of = ref): Promise<string[]> {
  const made: string[] = [];
  for (let hour = 0; hour < number; hour += 1)
    made.push(await scene.commit({ [of]: `${hour}` }, { hour, ref: of }));
  return made;
}

async function existing({ repo }: OstreeScene, checksums: readonly string[]): Promise<boolean[]> {
  return await Promise.all(
    checksums.map(async (checksum) => (await resolveRevision(repo, checksum)) !== undefined),
  );
}

test("the newest commits of each ref are kept with all of their content, the older ones go", async () => {
  await using scene = await makeScene();
  const main = await commits(scene, 4);
  const other = await commits(scene, 2, "site/other");

  const { refs, objects, applied } = await prune(scene, { keep: 2 });

  expect(applied).toBe(true);
  expect(objects).toBeGreaterThan(0);
  expect(refs).toMatchObject([
    { ref, kept: 2, removed: [{ checksum: main[1] }, { checksum: main[0] }] },
    { ref: "site/other", kept: 2, removed: [] },
  ]);
  await scene.ostree("fsck", "--quiet");
  expect(await scene.ostree("log", ref)).not.toContain(`commit ${main[1]}`);
  expect(await scene.ostree("log", "site/other")).toContain(`commit ${other[0]}`);
});

test("without --apply the same is reported and nothing is removed", async () => {
  await using scene = await makeScene();
  const main = await commits(scene, 3);
  const files = () => scene.files("objects");
  const before = await files();

  const told = await prune(scene, { keep: 1, apply: false });

  expect(told.applied).toBe(false);
  expect(await files()).toEqual(before);
  expect(await existing(scene, main)).toEqual([true, true, true]);
  const { applied: _told, ...promised } = told;
  const { applied: _done, ...done } = await prune(scene, { keep: 1 });
  expect(done).toEqual(promised);
});

/** A ref that named one commit after another, none of them the parent of another. */
async function strangers(scene: OstreeScene): Promise<string[]> {
  const made: string[] = [];
  for (const [hour, name] of ["one", "two", "three"].entries()) {
    const checksum = await scene.commit({ a: name }, { hour, ref: `site/${name}` });
    await scene.ostree("refs", "--delete", `site/${name}`);
    await moveRef(scene.repo, ref, checksum);
    made.push(checksum);
  }
  return made;
}

test("commits that the ref named before are kept and removed as its ancestors are", async () => {
  await using scene = await makeScene();
  const made = await strangers(scene);

  const { refs } = await prune(scene, { keep: 2 });

  expect(refs).toMatchObject([{ ref, kept: 2, removed: [{ checksum: made[0] }] }]);
  expect(new Set((await readRefs(scene.repo)).values())).toEqual(new Set([made[1], made[2]]));
  await scene.ostree("fsck", "--quiet");
});

test("without --apply their objects are counted as well", async () => {
  await using scene = await makeScene();
  await strangers(scene);

  const told = await prune(scene, { keep: 1, apply: false });
  const done = await prune(scene, { keep: 1 });

  expect(done.objects).toBeGreaterThan(0);
  expect([told.objects, told.freed]).toEqual([done.objects, done.freed]);
});

test("young commits are kept beyond the number, counted back from the clock", async () => {
  await using scene = await makeScene();
  const main = await commits(scene, 3);

  // A day before 1:00 of the next day, the commit of 1:00 was made: it is not older than a day.
  const { refs } = await prune(scene, { keep: 1, keepDays: 1, hour: 25 });

  expect(refs).toMatchObject([{ kept: 2, removed: [{ checksum: main[0] }] }]);
});

test("a repository without commits has nothing to remove", async () => {
  await using scene = await makeScene();

  expect(await prune(scene, {})).toMatchObject({ refs: [], objects: 0, summary: "absent" });
});
