import { bytesPath } from "@debootc/tools/files/bytes-path";
import {
  chmod,
  lstat,
  mkdir,
  mkdtempDisposable,
  readFile,
  readlink,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyOver } from "./copy-over.ts";

async function makeScene() {
  const directory = await mkdtempDisposable(join(tmpdir(), "debootc-copy-"));
  const [from, to] = [join(directory.path, "from"), join(directory.path, "to")];
  await mkdir(from);
  return { from, to, home: directory.path, [Symbol.asyncDispose]: async () => directory.remove() };
}

test("names of any bytes, links and modes are copied as they are", async () => {
  await using scene = await makeScene();
  const name = Buffer.from("caf\xe9", "latin1");
  await writeFile(bytesPath(scene.from, name), "coffee");
  await chmod(bytesPath(scene.from, name), 0o750);
  await symlink(name, join(scene.from, "link"));
  await copyOver(scene.from, scene.to);

  expect(await readFile(bytesPath(scene.to, name), "utf8")).toBe("coffee");
  expect((await lstat(bytesPath(scene.to, name))).mode & 0o777).toBe(0o750);
  expect(await readlink(join(scene.to, "link"), { encoding: "buffer" })).toEqual(name);
});

test("what is there stays if nothing replaces it, and no link is followed", async () => {
  await using scene = await makeScene();
  const victim = join(scene.home, "victim");
  await writeFile(victim, "whole");
  await mkdir(scene.to);
  await writeFile(join(scene.to, "other"), "other");
  await symlink(victim, join(scene.to, "file"));
  await writeFile(join(scene.from, "file"), "new");
  await copyOver(scene.from, scene.to);

  expect(await readFile(join(scene.to, "file"), "utf8")).toBe("new");
  expect(await readFile(join(scene.to, "other"), "utf8")).toBe("other");
  expect(await readFile(victim, "utf8")).toBe("whole");
});

test("something of another kind is not replaced", async () => {
  await using scene = await makeScene();
  await mkdir(join(scene.to, "name"), { recursive: true });
  await writeFile(join(scene.from, "name"), "file");

  await expect(copyOver(scene.from, scene.to)).rejects.toMatchObject({ code: "usage" });
});
