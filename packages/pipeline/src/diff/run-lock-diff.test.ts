import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { earlierComposeRecord } from "@debootc/core/compose/earlier-compose-record";
import { lockedOf, sectionOf, treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { lockText } from "@debootc/core/lock/lock-text";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { composeAt } from "./earlier-compose.fixture.ts";
import { runLockDiff } from "./run-lock-diff.ts";

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-lock-diff-"));
  await lockAt("old.lock.json", { amd64: "1", arm64: "1" });
  await lockAt("new.lock.json", { amd64: "2", arm64: "1" });
  await lockAt("arm.lock.json", { arm64: "1" });
  await writeFile(join(work.path, "broken.json"), "{}");
  await mkdir(join(work.path, "layout"));
  await writeFile(join(work.path, "layout/oci-layout"), "{}");
  await symlink("old.lock.json", join(work.path, "link.lock.json"));
});
afterAll(() => work.remove());

const place = (name: string) => join(work.path, name);

async function lockAt(name: string, versions: Readonly<Record<string, string>>): Promise<void> {
  const architectures = Object.fromEntries(
    Object.entries(versions).map(([architecture, version]) => [
      architecture,
      sectionOf(treefileOf(), { packages: [lockedOf("hello", version, { architecture })] }),
    ]),
  );
  await writeFile(place(name), lockText({ architectures }));
}

function diff(old: string, current: string, changes: { readonly arch?: string; readonly files?: true } = {}) {
  const named = (given: string) => ({ given, path: place(given) });
  const request = { old: named(old), new: named(current), files: false, outputDir: place("out") };
  return runLockDiff({ ...request, ...changes });
}

test("two lockfiles are compared architecture by architecture", async () => {
  const found = await diff("old.lock.json", "new.lock.json");

  expect(found).toMatchObject({ old: { path: place("old.lock.json") }, identical: false });
  expect(found?.architectures.map(({ architecture, counts }) => [architecture, counts.upgraded])).toEqual([
    ["amd64", 1],
    ["arm64", 0],
  ]);
  expect((await diff("old.lock.json", "link.lock.json"))?.identical).toBe(true);
});

test("an architecture that only one lock has counts, unless another is chosen", async () => {
  expect((await diff("old.lock.json", "arm.lock.json"))?.architectures[0]).toMatchObject({
    architecture: "amd64",
    counts: { removed: 1 },
  });
  expect((await diff("old.lock.json", "arm.lock.json", { arch: "arm64" }))?.identical).toBe(true);
  await expect(diff("arm.lock.json", "arm.lock.json", { arch: "amd64" })).rejects.toMatchObject({
    code: "usage",
    message: expect.stringMatching(/nothing to compare for amd64: .*arm\.lock\.json locks arm64/),
  });
});

describe("a compose", () => {
  test("stands for the lock that it was built from, on its own architecture", async () => {
    const made = place("out/made-0");
    const { directory, ...record } = composeAt(made);
    await mkdir(join(made, "compose/metadata"), { recursive: true });
    await writeFile(join(made, "STATUS"), "FINISHED\n");
    await writeFile(
      join(made, "compose/metadata/compose.json"),
      earlierComposeRecord.serialize({ directory, ...record }),
    );
    const ids = { users: [], groups: [{ name: "hello", gid: 987 }] };
    const section = sectionOf(treefileOf(), { packages: [lockedOf("hello", "1")], ids });
    await writeFile(join(made, "lock.json"), lockText({ architectures: { amd64: section } }));

    const found = await diff("made-0", "new.lock.json");

    expect(found?.old.composeId).toBe(record.composeId);
    expect(found?.architectures).toMatchObject([{ architecture: "amd64", idsDiffer: false }]);
    expect((await diff("new.lock.json", "made-0"))?.architectures[0]?.counts.downgraded).toBe(1);
  });

  test("that does not exist, and an image, are refused with what is possible", async () => {
    for (const other of ["latest", "layout"]) {
      await expect(diff("old.lock.json", other)).rejects.toMatchObject({
        code: "usage",
        message: expect.stringContaining(`cannot compare a lock with "${other}"`),
        hint: expect.stringContaining("another lockfile"),
      });
    }
  });
});

test("what is not a lock is refused, and so is a list of paths", async () => {
  await expect(diff("old.lock.json", "broken.json")).rejects.toMatchObject({ code: "record-invalid" });
  await expect(diff("old.lock.json", "new.lock.json", { files: true })).rejects.toMatchObject({
    code: "usage",
  });
});

test("images and composes alone are not locks", async () => {
  expect(await diff("layout", "layout")).toBeUndefined();
});
