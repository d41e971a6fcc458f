import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTar } from "@debootc/core/tar/read-tar";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { readControl, readControlFiles, readFilesystem } from "./dpkg-deb.ts";

const control =
  "Package: tiny\nVersion: 1-1\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: tiny\n";

/** A .deb with one file and one maintainer script. */
async function makeDeb() {
  const parent = await mkdtempDisposable(join(tmpdir(), "debootc-deb-"));
  const [tree, deb] = [join(parent.path, "tree"), join(parent.path, "tiny.deb")];
  for (const directory of ["DEBIAN", "usr/share"]) await mkdir(join(tree, directory), { recursive: true });
  await writeFile(join(tree, "DEBIAN/control"), control);
  await writeFile(join(tree, "DEBIAN/postinst"), "#!/bin/sh\n", { mode: 0o755 });
  await writeFile(join(tree, "usr/share/tiny"), "tiny");
  await run({ tool: "dpkg-deb", args: ["--root-owner-group", "--build", tree, deb] });
  return { deb, tree, [Symbol.asyncDispose]: async () => await parent.remove() };
}

async function filesOf(tar: AsyncIterable<Uint8Array>): Promise<string[]> {
  const files: string[] = [];
  for await (const { entry } of readTar(tar)) if (entry.type === "file") files.push(entry.path);
  return files.sort();
}

test("the control file of a .deb is one stanza that ends with a newline", async () => {
  await using scene = await makeDeb();

  expect(await readControl(scene.deb)).toBe(control);
});

test("the files of a .deb and those that are about it are two archives", async () => {
  await using scene = await makeDeb();

  expect(await filesOf(readFilesystem(scene.deb))).toEqual(["./usr/share/tiny"]);
  expect(await filesOf(readControlFiles(scene.deb))).toEqual(["./control", "./postinst"]);
});

test("a file that is no .deb is refused by each of them", async () => {
  await using scene = await makeDeb();
  const other = join(scene.tree, "usr/share/tiny");

  await expect(readControl(other)).rejects.toMatchObject({ code: "tool-failed" });
  await expect(filesOf(readFilesystem(other))).rejects.toMatchObject({ code: "tool-failed" });
  await expect(filesOf(readControlFiles(other))).rejects.toMatchObject({ code: "tool-failed" });
});
