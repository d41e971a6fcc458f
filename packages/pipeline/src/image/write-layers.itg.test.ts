import { mkdir, mkdtempDisposable, readdir, truncate, writeFile } from "node:fs/promises";
import { closeSync, constants, open, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@debootc/tools/run";
import { formatTreeLine, treeListingHead } from "@debootc/core/tree/tree-listing";
import { expect, test } from "vitest";
import { writeLayers } from "./write-layers.ts";

const file = { mode: 0o644, uid: 0, gid: 0, mtime: 0, type: "file", xattrs: new Map() } as const;

/** A root of one sparse file, listed with a size. */
async function rootOf(work: string, bytes: number, listed = bytes) {
  const root = join(work, "root");
  await mkdir(root);
  await writeFile(join(root, "large"), "");
  await truncate(join(root, "large"), bytes);
  const listing = join(work, "listing");
  await writeFile(listing, treeListingHead + formatTreeLine({ ...file, path: "large", size: listed }));
  await mkdir(join(work, "blobs"));
  return { root, compression: "zstd" as const, layers: [{ listing, bytes, blob: join(work, "blobs/0") }] };
}

test("cancelling ends in the middle of a layer and leaves no blob", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-layers-"));
  const controller = new AbortController();
  const request = await rootOf(work.path, 20 * 1024 ** 3);

  const writing = writeLayers(request, {
    report: () => controller.abort(new Error("enough")),
    log: () => {},
    signal: controller.signal,
  });

  await expect(writing).rejects.toThrow("enough");
  expect(await readdir(join(work.path, "blobs"))).toEqual([]);
});

test.each([10_000, 30_000_000])(
  "a file that is shorter than it was listed is an error: %d bytes",
  async (size) => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-layers-"));
    const request = await rootOf(work.path, size, size + 1);

    const writing = writeLayers(request, {
      report: () => {},
      log: () => {},
      signal: new AbortController().signal,
    });

    await expect(writing).rejects.toMatchObject({ code: "internal-fault" });
    expect(await readdir(join(work.path, "blobs"))).toEqual([]);
  },
);

test("a thread pool that stands still is an error, which does not wait for it", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-layers-"));
  const request = await rootOf(work.path, 30_000_000);
  const fifo = join(work.path, "fifo");
  await run({ tool: "mkfifo", args: [fifo] });
  // Each thread of the pool waits for a writer.
  const readers = Array.from({ length: Number(process.env.UV_THREADPOOL_SIZE ?? 4) }, async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    open(fifo, "r", (_, descriptor) => resolve(descriptor));
    return promise;
  });
  const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };

  const fault = await writeLayers(request, context, 2).then(undefined, (error: unknown) => error);
  const writer = openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
  for (const descriptor of [...(await Promise.all(readers)), writer]) closeSync(descriptor);

  expect(fault).toMatchObject({
    code: "internal-fault",
    message: expect.stringContaining("lane 1: 0 B of 30.0 MB of listing"),
  });
});
