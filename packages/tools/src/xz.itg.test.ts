import { mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { compressXz, decompressXz } from "./xz.ts";

const signal = new AbortController().signal;

test("a file is replaced by its compressed form, which gives the content back", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-xz-"));
  const content = Buffer.alloc(300_000, "text");
  await writeFile(join(parent.path, "-file"), content);

  await compressXz(join(parent.path, "-file"), signal);

  expect(await readdir(parent.path)).toEqual(["-file.xz"]);
  const back = await buffer(Readable.from(decompressXz(join(parent.path, "-file.xz"), signal)));
  expect(back.equals(content)).toBe(true);
});

test("a damaged file is refused", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-xz-"));
  const file = join(parent.path, "file");
  await writeFile(file, Buffer.alloc(300_000, "text"));
  await compressXz(file, signal);
  const bytes = await readFile(`${file}.xz`);
  await writeFile(`${file}.xz`, bytes.fill(0, bytes.length - 40, bytes.length - 20));

  await expect(buffer(Readable.from(decompressXz(`${file}.xz`, signal)))).rejects.toMatchObject({
    code: "tool-failed",
  });
});
