import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkRepositoryAt } from "./check-repository.ts";
import { dependencies, makeScene, type OstreeScene, ref } from "./ostree-scene.fixture.ts";

const check = ({ repo }: OstreeScene) => checkRepositoryAt({ repo, json: false }, dependencies());

/** Path of the first object of a kind. */
async function objectOf({ repo }: OstreeScene, ending: string): Promise<string> {
  const objects = join(repo, "objects");
  const name = (await readdir(objects, { recursive: true })).find((path) => path.endsWith(ending));
  return join(objects, name ?? "");
}

test("a whole repository is reported with its refs, former commits not counted", async () => {
  await using scene = await makeScene();
  const first = await scene.commit({ a: "1" });
  await scene.commit({ a: "2" }, { ref: "site/other" });
  await scene.ostree("refs", `--create=debootc-history:${ref}/__000001`, first);

  expect(await check(scene)).toEqual({ repo: scene.repo, refs: 2, summary: "absent" });
});

test("an object that was changed is named", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  const object = await objectOf(scene, ".dirtree");
  await writeFile(object, "changed");

  await expect(check(scene)).rejects.toMatchObject({
    code: "verification-differs",
    message: expect.stringMatching(/is damaged:\n {2}.*dirtree/),
  });
});

test("an object that is missing is named", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  await rm(await objectOf(scene, ".filez"));

  await expect(check(scene)).rejects.toMatchObject({ code: "verification-differs" });
});
