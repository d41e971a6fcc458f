import { freePort } from "@debootc/tools/http/free-port";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pRetry from "p-retry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { s3Client, type S3Place } from "./s3-client.ts";
import { s3Storage } from "./s3-storage.ts";
import type { Storage } from "./storage.ts";
import { chunksOf, storageContract } from "./storage-contract.fixture.ts";

const mebibyte = 1024 * 1024;
let directory: string;
let server: ChildProcess;
let place: S3Place;
let storage: Storage;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-s3-"));
  const port = await freePort();
  const program = fileURLToPath(import.meta.resolve("s3rver/bin/s3rver.js"));
  const options = ["-d", join(directory, "buckets"), "-a", "127.0.0.1", "-p", String(port), "-s"];
  server = spawn(process.execPath, [program, ...options, "--configure-bucket", "results"], {
    stdio: "ignore",
  });
  place = {
    ...{ endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", bucket: "results" },
    ...{ keyId: "S3RVER", secret: "S3RVER" },
  };
  storage = storageAt(place);
  await pRetry(() => storage.stat(`sha256:${"0".repeat(64)}`), { retries: 100, maxTimeout: 500 });
}, 90_000);
afterAll(async () => {
  const ended = once(server, "exit");
  server.kill();
  await ended;
  await rm(directory, { recursive: true });
});

function storageAt(at: S3Place, reserve = 0): Storage {
  return s3Storage({
    ...{ client: s3Client(at), prefix: "hub/", spool: join(directory, "spool"), randomWord: randomUUID },
    ...{ partBytes: 5 * mebibyte, reserve },
  });
}

describe("a storage in a bucket", () => {
  storageContract(() => storage, randomBytes(12 * mebibyte + 17));

  test("leaves nothing on the disk of the hub", async () => {
    await storage.put(chunksOf(Buffer.from("x")), { most: 10 });
    expect(await readdir(join(directory, "spool"))).toEqual([]);
  });

  test("leaves to others what they need of that disk", async () => {
    await expect(
      storageAt(place, Number.MAX_SAFE_INTEGER).put(chunksOf(Buffer.from("z")), { most: 10 }),
    ).rejects.toMatchObject({ code: "results-unwritable" });
  });

  test("that cannot be reached, or refuses the credentials, is named without the secret", async () => {
    const put = (changes: Partial<S3Place>) =>
      storageAt({ ...place, ...changes }).put(chunksOf(Buffer.from("y")), { most: 10 });
    await expect(put({ endpoint: "http://127.0.0.1:1" })).rejects.toMatchObject({
      ...{
        code: "storage-unavailable",
        message: expect.stringContaining("bucket results at 127.0.0.1:1 (HEAD)"),
      },
    });
    await expect(put({ keyId: "nobody", secret: "wrong-secret" })).rejects.toMatchObject({
      ...{ code: "storage-unavailable", message: expect.not.stringContaining("wrong-secret") },
    });
    await expect(put({ bucket: "none" })).rejects.toMatchObject({ code: "storage-unavailable" });
  });
});
