import { indexBounds } from "@debootc/core/deb822/index-bounds";
import {
  lstat,
  mkdir,
  mkdtempDisposable,
  readFile,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { settleLists } from "./settle-lists.ts";

test("links among the lists become copies with the same time, unless nobody would read what they lead to", async () => {
  await using scene = await mkdtempDisposable(join(tmpdir(), "debootc-lists-"));
  const lists = join(scene.path, "lists");
  await mkdir(join(lists, "partial"), { recursive: true });
  const index = join(scene.path, "Packages");
  await writeFile(index, "Package: a\n");
  await utimes(index, 1000, 2000);
  await symlink(index, join(lists, "_srv_._Packages"));
  await writeFile(join(scene.path, "huge"), "");
  await truncate(join(scene.path, "huge"), indexBounds.indexBytes + 1);
  await symlink(join(scene.path, "huge"), join(lists, "_huge_._Packages"));
  await symlink(join(scene.path, "gone"), join(lists, "_gone_._Packages"));
  await symlink(join(index, "below"), join(lists, "_below_._Packages"));
  await writeFile(join(lists, "lock"), "");

  await settleLists(lists);

  const settled = join(lists, "_srv_._Packages");
  expect((await lstat(settled)).isFile()).toBe(true);
  expect(await readFile(settled, "utf8")).toBe("Package: a\n");
  expect((await stat(settled)).mtimeMs).toBe(2_000_000);
  expect((await lstat(join(lists, "_huge_._Packages"))).isSymbolicLink()).toBe(true);
  expect((await lstat(join(lists, "_gone_._Packages"))).isSymbolicLink()).toBe(true);
  expect((await lstat(join(lists, "_below_._Packages"))).isSymbolicLink()).toBe(true);
});

test.each([
  ["a pipe", (path: string) => run({ tool: "mkfifo", args: [path] })],
  ["a directory", (path: string) => mkdir(path)],
  ["a link to itself", (path: string) => symlink(path, path)],
])("a link to %s is refused instead of read", async (_, make) => {
  await using scene = await mkdtempDisposable(join(tmpdir(), "debootc-lists-"));
  const [lists, target] = [join(scene.path, "lists"), join(scene.path, "Packages")];
  await mkdir(join(lists, "partial"), { recursive: true });
  await make(target);
  await symlink(target, join(lists, "_srv_._Packages"));

  await expect(settleLists(lists)).rejects.toMatchObject({
    code: "index-invalid",
    message: expect.stringContaining(target),
  });
});
