import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changeRepository } from "./open-repository.ts";
import { makeScene } from "./ostree-scene.fixture.ts";
import { makeView } from "./repository-view.ts";

const halfMade = async (repo: string) =>
  (await readdir(join(repo, "tmp"))).filter((name) => name.startsWith("debootc-"));

test("a second change of a repository is refused while the first one runs", async () => {
  await using scene = await makeScene();

  const second = await changeRepository(scene.repo, () =>
    changeRepository(scene.repo, async () => "changed").catch((error: unknown) => error),
  );

  expect(second).toMatchObject({ code: "in-use", message: expect.stringContaining(scene.repo) });
  expect(await changeRepository(scene.repo, async () => "changed")).toBe("changed");
});

test("what a killed run left half made is gone before the next change begins, other files stay", async () => {
  await using scene = await makeScene();
  await mkdir(join(scene.repo, "tmp/debootc-view/objects"), { recursive: true });
  await mkdir(join(scene.repo, "tmp/of-ostree"));

  await changeRepository(scene.repo, async () => {
    expect(await halfMade(scene.repo)).toEqual([]);
  });

  expect(await readdir(join(scene.repo, "tmp"))).toContain("of-ostree");
});

test("a change that fails leaves nothing half made", async () => {
  await using scene = await makeScene();

  await expect(
    changeRepository(scene.repo, async (repository) => {
      await makeView(repository);
      throw new Error("stop");
    }),
  ).rejects.toThrow("stop");

  expect(await halfMade(scene.repo)).toEqual([]);
});

test("a view has the objects and refs of the repository, and what is written beside them stays in the view", async () => {
  await using scene = await makeScene();
  const checksum = await scene.commit({ a: "1" });

  await changeRepository(scene.repo, async (repository) => {
    const view = await makeView(repository, [], "one");
    expect(await scene.ostree(`--repo=${join(scene.repo, view)}`, "rev-parse", "site/main")).toBe(checksum);
    await scene.ostree(`--repo=${join(scene.repo, view)}`, "summary", "--update");
    expect(await readdir(scene.repo)).not.toContain("summary");
    expect(await readdir(join(scene.repo, view))).toContain("summary");
  });
});

test("a view with refs of its own has none at first, and those that it gets do not reach the repository", async () => {
  await using scene = await makeScene();
  const checksum = await scene.commit({ a: "1" });

  await changeRepository(scene.repo, async (repository) => {
    const view = `--repo=${join(scene.repo, await makeView(repository, ["refs"]))}`;
    expect(await scene.ostree(view, "refs", "--list")).toBe("");
    await scene.ostree(view, "refs", "--create=only-here", checksum);
  });

  expect(await scene.ostree("refs", "--list")).toBe("site/main");
});
