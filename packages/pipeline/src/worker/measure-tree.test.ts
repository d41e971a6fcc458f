import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesPath } from "@debootc/tools/files/bytes-path";
import { expect, test } from "vitest";
import { giveTo } from "./give-to.ts";
import { measureTree } from "./measure-tree.ts";

test("a tree is measured and given away whatever bytes its names are", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-measure-"));
  const inner = bytesPath(directory.path, Buffer.from("caf\xe9", "latin1"));
  await mkdir(inner);
  await writeFile(bytesPath(inner, Buffer.of(0xff)), "abc");

  expect(await measureTree(directory.path)).toEqual({ files: 1, bytes: 3 });
  await expect(
    giveTo(directory.path, { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }),
  ).resolves.toBeUndefined();
});
