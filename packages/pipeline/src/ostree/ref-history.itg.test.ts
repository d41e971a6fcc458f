import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import { expect, test } from "vitest";
import { makeScene, type OstreeScene, ref } from "./ostree-scene.fixture.ts";
import { commitBefore, formerCommits, moveRef } from "./ref-history.ts";

const formerOf = async ({ repo }: OstreeScene) =>
  formerCommits(await readRefs(repo), ref).map(({ checksum }) => checksum);

/** Commits without parents, as composes make them. */
async function strangers(scene: OstreeScene, number: number): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < number; index += 1)
    made.push(await scene.commit({ a: `${index}` }, { ref: `other/${index}`, hour: index }));
  return made;
}

test("each commit that a ref named is kept, and clients are shown none of them", async () => {
  await using scene = await makeScene();
  const [one = "", two = "", three = ""] = await strangers(scene, 3);

  for (const checksum of [one, two, three]) await moveRef(scene.repo, ref, checksum);

  expect(await scene.ostree("rev-parse", ref)).toBe(three);
  expect(await formerOf(scene)).toEqual([two, one]);
  expect(await commitBefore(scene.repo, ref)).toBe(two);
  await scene.ostree("summary", "--update");
  expect(await scene.ostree("summary", "--view")).not.toContain("debootc-history");
});

test("a ref that moves to the commit that it names stays as it is", async () => {
  await using scene = await makeScene();
  const [one = ""] = await strangers(scene, 1);
  await moveRef(scene.repo, ref, one);

  await moveRef(scene.repo, ref, one);

  expect(await formerOf(scene)).toEqual([]);
  expect(await commitBefore(scene.repo, ref)).toBeUndefined();
});

test("a parent need not be kept by a ref of its own", async () => {
  await using scene = await makeScene();
  const first = await scene.commit({ a: "1" }, { hour: 1 });

  await scene.commit({ a: "2" }, { hour: 2 });

  expect(await formerOf(scene)).toEqual([]);
  expect(await commitBefore(scene.repo, ref)).toBe(first);
});

test("a ref that goes back and forth keeps the way it went", async () => {
  await using scene = await makeScene();
  const [one = "", two = ""] = await strangers(scene, 2);

  for (const checksum of [one, two, one]) await moveRef(scene.repo, ref, checksum);

  expect(await formerOf(scene)).toEqual([two, one]);
  expect(await commitBefore(scene.repo, ref)).toBe(two);
});
