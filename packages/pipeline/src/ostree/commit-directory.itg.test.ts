import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { commitToRef } from "./commit-directory.ts";
import { dependencies, makeScene, ref, timeOf } from "./ostree-scene.fixture.ts";

test("the commit has the files, the subject, the version and the time that were given", async () => {
  await using scene = await makeScene();

  const checksum = await scene.commit(
    { "usr/a": "A\n" },
    { hour: 3, subject: "first one", treeVersion: "1.2" },
  );

  expect(await scene.ostree("rev-parse", ref)).toBe(checksum);
  expect(await scene.ostree("cat", checksum, "/usr/a")).toBe("A");
  const shown = await scene.ostree("show", checksum);
  expect(shown).toContain("Date:  2026-01-01 03:00:00 +0000");
  expect(shown).toContain("Version: 1.2");
  expect(shown).toContain("    first one");
  expect(await scene.ostree("show", "--print-metadata-key=ostree.ref-binding", checksum)).toBe(`['${ref}']`);
});

test("what the ref named becomes the parent, and is reported", async () => {
  await using scene = await makeScene();
  const first = await scene.commit({ a: "1" });
  await writeFile(scene.path("tree/a"), "2");

  const second = await commitToRef(
    { repo: scene.repo, tree: scene.path("tree"), ref, subject: "", rootOwned: false, json: false },
    dependencies(5),
  );

  expect(second).toMatchObject({ ref, parent: first, summary: "absent" });
  expect(await scene.ostree("rev-parse", `${ref}^`)).toBe(first);
  expect(await scene.ostree("log", ref)).toContain("2026-01-01 05:00:00");
});

test("the first commit of a ref has no parent, whatever other refs name", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" }, { ref: "site/other" });
  await scene.commit({ a: "2" });

  expect(await scene.ostree("log", ref)).not.toContain("Parent:");
});

test("equal files with equal times give equal commits, and files belong to root when that is asked for", async () => {
  await using one = await makeScene();
  await using other = await makeScene();

  expect(await one.commit({ a: "1", b: "2" })).toBe(await other.commit({ b: "2", a: "1" }));
  expect(await one.ostree("ls", ref, "/a")).toMatch(/^-00644 0 0 /);
});

test("a summary that does not know the new commit is reported as stale", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  await scene.ostree("summary", "--update");

  const { summary } = await commitToRef(
    {
      repo: scene.repo,
      tree: scene.path("tree"),
      ref,
      subject: "",
      timestamp: timeOf(1).toISOString(),
      rootOwned: true,
      json: false,
    },
    dependencies(),
  );

  expect(summary).toBe("stale");
});

test("anything but a directory is refused, and the ref stays", async () => {
  await using scene = await makeScene();
  const first = await scene.commit({ a: "1" });

  await expect(
    commitToRef(
      { repo: scene.repo, tree: scene.path("tree/a"), ref, subject: "", rootOwned: false, json: false },
      dependencies(),
    ),
  ).rejects.toMatchObject({ code: "usage", message: expect.stringContaining(scene.path("tree/a")) });
  expect(await scene.ostree("rev-parse", ref)).toBe(first);
});
