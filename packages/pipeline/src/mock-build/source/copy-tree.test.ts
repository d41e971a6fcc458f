import { mkdir, mkdtempDisposable, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesPath } from "@debootc/tools/files/bytes-path";
import { expect, test } from "vitest";
import { copyTree } from "./copy-tree.ts";

test("names of any bytes are copied as they are", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-copy-"));
  const [from, to] = [join(directory.path, "from"), join(directory.path, "to")];
  const name = Buffer.from("caf\xe9", "latin1");
  await mkdir(from);
  await writeFile(bytesPath(from, name), "coffee");
  await symlink(name, bytesPath(from, Buffer.from("link")));
  await copyTree(from, to, new AbortController().signal);

  expect(await readFile(bytesPath(to, name), "utf8")).toBe("coffee");
  expect(await readFile(join(to, "link"), "utf8")).toBe("coffee");
});
