import { describe, expect, test } from "vitest";
import { diffCommits } from "./diff-commits.ts";
import { makeScene, ref } from "./ostree-scene.fixture.ts";

/** The database of dpkg with packages by name and version. */
function statusOf(packages: Readonly<Record<string, string>>): string {
  return Object.entries(packages)
    .map(([name, version]) =>
      [
        `Package: ${name}`,
        "Status: install ok installed",
        "Architecture: amd64",
        `Version: ${version}`,
        "",
      ].join("\n"),
    )
    .join("\n");
}

const database = "usr/lib/sysimage/dpkg/status";

describe("two commits", () => {
  test("are compared from the old to the new", async () => {
    await using scene = await makeScene();
    const old = await scene.commit({ gone: "1", same: "1", text: "old" }, { hour: 1 });
    const current = await scene.commit({ came: "1", same: "1", text: "new" }, { hour: 2 });

    const diff = await diffCommits({ repo: scene.repo, old, new: current, files: true, json: false });

    expect(diff).toMatchObject({
      old: { checksum: old },
      new: { checksum: current },
      counts: { added: 1, removed: 1, changed: 1 },
    });
    expect(diff.paths).toEqual(
      expect.arrayContaining([
        { change: "added", path: "/came" },
        { change: "removed", path: "/gone" },
        { change: "changed", path: "/text" },
      ]),
    );
  });

  test("are compared by their packages", async () => {
    await using scene = await makeScene();
    const old = await scene.commit({ [database]: statusOf({ bash: "5.2-1", mawk: "1.3-1" }) }, { hour: 1 });
    const current = await scene.commit(
      { [database]: statusOf({ bash: "5.2-2", zsh: "5.9-1" }) },
      { hour: 2 },
    );

    const { packages } = await diffCommits({
      repo: scene.repo,
      old,
      new: current,
      files: false,
      json: false,
    });

    expect(packages).toMatchObject([
      { source: "bash", change: "upgraded", from: "5.2-1", to: "5.2-2" },
      { source: "mawk", change: "removed", from: "1.3-1" },
      { source: "zsh", change: "added", to: "5.9-1" },
    ]);
  });

  test("have no package changes when one of them has no database of dpkg, and no paths unless asked for", async () => {
    await using scene = await makeScene();
    const old = await scene.commit({ a: "1" }, { hour: 1 });
    const current = await scene.commit({ "var/lib/dpkg/status": statusOf({ bash: "1" }) }, { hour: 2 });

    const diff = await diffCommits({ repo: scene.repo, old, new: current, files: false, json: false });

    expect(diff).not.toHaveProperty("packages");
    expect(diff).not.toHaveProperty("paths");
  });
});

describe("one commit", () => {
  test("is compared with its parent, which is the old one", async () => {
    await using scene = await makeScene();
    const first = await scene.commit({ a: "1" }, { hour: 1 });
    const second = await scene.commit({ a: "1", b: "1" }, { hour: 2 });

    const diff = await diffCommits({ repo: scene.repo, old: ref, files: false, json: false });

    expect([diff.old.checksum, diff.new.checksum]).toEqual([first, second]);
    expect(diff.counts).toEqual({ added: 1, removed: 0, changed: 0 });
  });

  test("is refused when nothing came before it", async () => {
    await using scene = await makeScene();
    await scene.commit({ a: "1" });

    await expect(
      diffCommits({ repo: scene.repo, old: ref, files: false, json: false }),
    ).rejects.toMatchObject({
      code: "usage",
      hint: "Name the two commits to compare.",
    });
  });
});
