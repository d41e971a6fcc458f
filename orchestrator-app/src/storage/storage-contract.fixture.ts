import { digestOfBytes } from "@debootc/core/record/digest";
import { expect, test } from "vitest";
import type { Storage } from "./storage.ts";

/** Cuts bytes into chunks. */
export async function* chunksOf(bytes: Uint8Array, length = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Reads all bytes. */
export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

const most = 50_000_000;

/** Tests what every storage has to do; `large` has to be more than one part of an upload. */
export function storageContract(storage: () => Storage, large: Buffer): void {
  const small = Buffer.from("a few bytes");

  test("an object comes back as it went in, whole and in ranges", async () => {
    const kept = await storage().put(chunksOf(large), { most });
    expect(kept).toEqual({ digest: digestOfBytes(large), size: large.length });

    expect((await bytesOf(await storage().get(kept.digest))).equals(large)).toBe(true);
    const end = large.length;
    for (const [start, stop] of [
      [0, 1],
      [end - 1, end],
      [70_000, 70_001],
      [5, end],
      [3, 3],
    ] as const) {
      const range = await bytesOf(await storage().get(kept.digest, { start, end: stop }));
      expect(range.equals(large.subarray(start, stop))).toBe(true);
    }
  });

  test("an object without bytes is one", async () => {
    const kept = await storage().put(chunksOf(Buffer.alloc(0)), { most });
    expect(await storage().stat(kept.digest)).toEqual({ digest: kept.digest, size: 0 });
    expect(await bytesOf(await storage().get(kept.digest))).toHaveLength(0);
  });

  test("the same object twice, even at once, is there once", async () => {
    await Promise.all([1, 2, 3].map(() => storage().put(chunksOf(small), { most })));
    const found = [];
    for await (const object of storage().list())
      if (object.digest === digestOfBytes(small)) found.push(object);
    expect(found).toEqual([{ digest: digestOfBytes(small), size: small.length }]);
  });

  test("what differs from what was expected is refused, and nothing of it is kept", async () => {
    const other = Buffer.from("other bytes");
    const digest = digestOfBytes(other);
    const put = (expected: object) => storage().put(chunksOf(other, 3), { most, ...expected });
    await expect(put({ digest: digestOfBytes(small) })).rejects.toMatchObject({
      code: "verification-differs",
    });
    await expect(put({ size: other.length + 1 })).rejects.toMatchObject({ code: "verification-differs" });
    await expect(put({ most: other.length - 1 })).rejects.toMatchObject({ code: "artifact-unfit" });
    expect(await storage().stat(digest)).toBeUndefined();
  });

  test("what breaks off is not kept", async () => {
    async function* broken() {
      yield* chunksOf(large.subarray(0, large.length - 10));
      throw new Error("the connection ended");
    }
    const digest = digestOfBytes(large.subarray(0, large.length - 10));
    await expect(storage().put(broken(), { most })).rejects.toThrow("the connection ended");
    expect(await storage().stat(digest)).toBeUndefined();
  });

  test("it is the first hub's, whoever asks, and who that is is no object", async () => {
    expect(await storage().ownerOf("first")).toBe("first");
    expect(await storage().ownerOf("second")).toBe("first");
    expect(await storage().ownerOf("first")).toBe("first");
    for await (const { digest } of storage().list()) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("a removed object is gone, and removing it again does nothing", async () => {
    const { digest } = await storage().put(chunksOf(Buffer.from("soon gone")), { most });
    await storage().delete(digest);
    await storage().delete(digest);
    expect(await storage().stat(digest)).toBeUndefined();
    await expect(storage().get(digest)).rejects.toMatchObject({ code: "artifact-missing" });
  });
}
