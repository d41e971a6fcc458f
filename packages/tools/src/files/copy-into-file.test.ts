import { mkdtempDisposable, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyIntoFile } from "./copy-into-file.ts";

const mib = 1 << 20;

test("bytes are put at the offset, and what is around them stays", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-copy-"));
  const [source, target] = [join(parent.path, "source"), join(parent.path, "target")];
  await writeFile(source, "abc");
  await writeFile(target, "0123456789");

  await copyIntoFile(source, target, 4);

  expect(await readFile(target, "utf8")).toBe("0123abc789");
});

test("zeros of the source leave holes of the target as they are, and pieces keep their places", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-copy-"));
  const [source, target] = [join(parent.path, "source"), join(parent.path, "target")];
  await writeFile(source, Buffer.concat([Buffer.alloc(3 * mib), Buffer.from("end")]));
  await writeFile(target, "");
  await truncate(target, 8 * mib);

  await copyIntoFile(source, target, mib);

  expect((await readFile(target)).subarray(4 * mib, 4 * mib + 3).toString()).toBe("end");
  expect((await stat(target)).blocks * 512).toBeLessThan(2 * mib);
});
