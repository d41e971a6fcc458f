import { once } from "node:events";
import { mkdir, mkdtempDisposable, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTar } from "@debootc/core/tar/read-tar";
import { describe, expect, test } from "vitest";
import { readRootAsTar } from "./tar.ts";

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-tar-"));

describe("readRootAsTar", () => {
  const pathsOf = async (chunks: AsyncIterable<Uint8Array>) =>
    (await Array.fromAsync(readTar(chunks))).map(({ entry }) => entry.path);

  test("the contents of named directories are left out, and no more", async () => {
    await using directory = await temporaryDirectory();
    for (const path of ["dev/shm", "d*v/x", "usr/dev/x"])
      await mkdir(join(directory.path, path), { recursive: true });
    await writeFile(join(directory.path, "dev", ".hidden"), "");

    expect(await pathsOf(readRootAsTar(directory.path, { withoutContentsOf: ["dev"] }))).toEqual([
      ".",
      "./d*v",
      "./d*v/x",
      "./dev",
      "./usr",
      "./usr/dev",
      "./usr/dev/x",
    ]);
    expect(await pathsOf(readRootAsTar(directory.path, { withoutContentsOf: ["d*v"] }))).toContain(
      "./dev/shm",
    );
  });

  test("a file that shrinks while it is read is a failure", async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, "file");
    await writeFile(file, Buffer.alloc(16 * 1024 * 1024));

    const reading = (async () => {
      let first = true;
      for await (const _chunk of readRootAsTar(directory.path)) {
        if (first) await truncate(file, 0);
        first = false;
      }
    })();

    await expect(reading).rejects.toMatchObject({
      code: "tool-failed",
      message: expect.stringContaining("File shrank"),
    });
  });

  test("a socket is refused by its name", async () => {
    await using directory = await temporaryDirectory();
    await mkdir(join(directory.path, "run"));
    const server = createServer().listen(join(directory.path, "run", "d.sock"));
    await once(server, "listening");
    try {
      await expect(pathsOf(readRootAsTar(directory.path))).rejects.toMatchObject({
        code: "layout-impossible",
        message: "sockets cannot be part of an image: run/d.sock",
      });
    } finally {
      server.close();
    }
  });

  test("a root with file systems mounted below it is refused", async () => {
    await expect(pathsOf(readRootAsTar("/dev"))).rejects.toMatchObject({
      code: "layout-impossible",
      message: expect.stringContaining("/dev/pts"),
    });
  });

  test("a root that does not exist is refused", async () => {
    await expect(pathsOf(readRootAsTar("/nonexistent"))).rejects.toThrow("/nonexistent");
  });

  test("cancelling stops it", async () => {
    await using directory = await temporaryDirectory();
    await writeFile(join(directory.path, "file"), Buffer.alloc(16 * 1024 * 1024));
    const controller = new AbortController();

    const reading = (async () => {
      for await (const _chunk of readRootAsTar(directory.path, { signal: controller.signal }))
        controller.abort();
    })();

    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
  });
});
