import { execFile } from "node:child_process";
import { mkdir, mkdtempDisposable, readdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyThatStays, isInMemory } from "./copy-that-stays.ts";

/** Runs the command on directories of this machine, which stand for those of a chroot. */
async function makeScene() {
  const directory = await mkdtempDisposable(join(tmpdir(), "debootc-stay-"));
  const home = join(directory.path, "chroot");
  for (const name of ["memory/disk", "srv"]) await mkdir(join(home, name), { recursive: true });
  await symlink("../memory", join(home, "srv/link"));
  const source = join(directory.path, "file");
  await writeFile(source, "content");
  const mounts = [
    { type: "tmpfs" as const, target: join(home, "memory") },
    { type: "bind" as const, source: "/srv", target: join(home, "memory/disk"), writable: true },
  ];
  const copy = (target: string, from = source) => {
    const [tool = "", ...args] = copyThatStays(from, target, mounts);
    // What is below /tmp is in memory in every chroot; here, it is not.
    const given = args.filter((arg) => arg !== "memory:/tmp");
    return new Promise<number>((resolve) => {
      execFile(tool, given, (error) => resolve(error === null ? 0 : Number(error.code)));
    });
  };
  return { home, copy, [Symbol.asyncDispose]: async () => directory.remove() };
}

test.each([
  "memory",
  "memory/",
  "memory/new",
  "memory/./new",
  "srv/link",
  "srv/link/new",
  "srv/../memory/new",
])("a copy to %s is refused, and nothing is written", async (target) => {
  await using scene = await makeScene();

  expect(await scene.copy(join(scene.home, "/") + target)).toBe(isInMemory);
  expect(await readdir(join(scene.home, "memory"))).toEqual(["disk"]);
});

test("a directory of the name of one in memory is refused where it would be merged into that", async () => {
  await using scene = await makeScene();
  const from = join(scene.home, "srv/memory");
  await mkdir(from);

  expect(await scene.copy(`${scene.home}/`, from)).toBe(isInMemory);
  expect(await scene.copy(join(scene.home, "srv/new"), from)).toBe(0);
});

test.each([
  ["srv", "srv/file"],
  ["srv/new", "srv/new"],
  ["memory/disk", "memory/disk/file"],
  ["srv/link/disk/new", "memory/disk/new"],
])("a copy to %s stays", async (target, made) => {
  await using scene = await makeScene();

  expect(await scene.copy(join(scene.home, target))).toBe(0);
  expect(await readdir(scene.home, { recursive: true })).toContain(made);
});

test("each directory in memory of every chroot is known, the innermost first", () => {
  expect(copyThatStays("a", "b", [{ type: "bind", source: "/x", target: "/tmp/x" }]).slice(6)).toEqual([
    "memory:/dev/shm",
    "disk:/tmp/x",
    "memory:/dev",
    "memory:/tmp",
    "memory:/run",
  ]);
});

test("cp itself says what is wrong with a target that does not exist", async () => {
  await using scene = await makeScene();

  expect(await scene.copy(join(scene.home, "none/none/"))).toBe(1);
});
