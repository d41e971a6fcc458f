import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diskStorage } from "./disk-storage.ts";
import type { Storage } from "./storage.ts";
import { chunksOf, storageContract } from "./storage-contract.fixture.ts";

let directory: string;
let storage: Storage;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-storage-"));
  storage = diskStorage({ directory, randomWord: randomUUID });
});
afterAll(() => rm(directory, { recursive: true }));

describe("a storage on disk", () => {
  storageContract(() => storage, randomBytes(3_000_000));

  test("leaves nothing beside its objects", async () => {
    expect(await readdir(join(directory, "incoming"))).toEqual([]);
  });

  test("leaves to others what they need of the disk", async () => {
    const full = diskStorage({ directory, randomWord: randomUUID, reserve: Number.MAX_SAFE_INTEGER });
    await expect(full.put(chunksOf(Buffer.from("x")), { most: 10 })).rejects.toMatchObject({
      ...{ code: "results-unwritable", message: expect.stringContaining("which the hub itself needs") },
    });
    expect(await readdir(join(directory, "incoming"))).toEqual([]);
  });
});
