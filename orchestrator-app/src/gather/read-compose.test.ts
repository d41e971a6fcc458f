import type { DebootcError } from "@debootc/core/error/debootc-error";
import { digestOfBytes } from "@debootc/core/record/digest";
import { composeFiles, tarOf } from "@debootc/tools/release/compose-files.fixture";
import { readCompose } from "@debootc/tools/release/read-compose";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diskStorage } from "../storage/disk-storage.ts";
import type { Storage } from "../storage/storage.ts";
import { chunksOf } from "../storage/storage-contract.fixture.ts";
import { composeArtifact, zipOf } from "./compose-artifact.fixture.ts";
import { type ArchiveLimits, openArchive } from "./open-archive.ts";

let directory: string;
let storage: Storage;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-gather-"));
  storage = diskStorage({ directory, randomWord: randomUUID });
});
afterAll(() => rm(directory, { recursive: true }));

const composeId = "os-13-20261130.0";

async function read(artifact: Buffer, leg?: string, limits?: ArchiveLimits) {
  const stored = await storage.put(chunksOf(artifact), { most: artifact.length });
  return readCompose(await openArchive(storage, stored, limits), { composeId, leg });
}

/** Returns what the reading of an artifact fails by. */
const refusal = async (artifact: Buffer | Promise<Buffer>) =>
  read(await artifact).then(
    () => "it was read",
    (error: DebootcError) => `${error.code}: ${error.message}`,
  );

const packed = async (...parts: Parameters<typeof tarOf>) => zipOf({ "compose.tar": await tarOf(...parts) });

describe("an artifact", () => {
  test("of a compose is read with the digests and packages that it has, compressed or not", async () => {
    const files = composeFiles({ legs: ["a/amd64", "b/amd64"] });
    for (const compress of [false, true]) {
      const { record, packages, digests } = await read(
        await zipOf({ "compose.tar": await tarOf(files) }, { compress }),
      );
      expect(record.legs.map(({ variant }) => variant)).toEqual(["a", "b"]);
      expect(packages["b/amd64"]).toMatchObject([{ name: "dash", version: "1.0-1" }]);
      expect(digests.get("metadata/images.json")).toBe(digestOfBytes("{}"));
    }
  });

  test("that is no zip, a truncated one, or none of one archive is refused", async () => {
    expect(await refusal(randomBytes(1000))).toMatch(/^artifact-unfit: .*its zip cannot be read/);
    const whole = await composeArtifact();
    expect(await refusal(whole.subarray(0, whole.length - 30))).toMatch(
      /^artifact-unfit: .*its zip cannot be read/,
    );
    expect(await refusal(zipOf({}))).toMatch(/^artifact-unfit: .*0 files instead of one/);
    const tar = await tarOf(composeFiles());
    expect(await refusal(zipOf({ "compose.tar": tar, "b.tar": tar }))).toMatch(
      /^artifact-unfit: .*2 files instead of one/,
    );
    expect(await refusal(zipOf({ "log.txt": tar }))).toMatch(
      /^artifact-unfit: .*called "log.txt", which is not an archive/,
    );
    expect(await refusal(zipOf({ "dir/compose.tar": tar }))).toMatch(
      /^artifact-unfit: .*which is not an archive/,
    );
  });

  test("whose bytes the storage does not bring is not called unfit for that", async () => {
    for (const compress of [false, true]) {
      const bytes = await zipOf({ "compose.tar": await tarOf(composeFiles()) }, { compress });
      const stored = await storage.put(chunksOf(bytes), { most: bytes.length });
      /** Fails at one of the reads, and returns how many there were. */
      const readFailing = async (failing: number) => {
        let reads = 0;
        const get: Storage["get"] = async (...parts) => {
          if (reads++ === failing) throw new Error("EIO: the disk fails");
          return storage.get(...parts);
        };
        await readCompose(await openArchive({ ...storage, get }, stored), { composeId });
        return reads;
      };
      const reads = await readFailing(Number.POSITIVE_INFINITY);
      expect(reads).toBeGreaterThan(1);
      for (let failing = 0; failing < reads; failing++)
        await expect(readFailing(failing)).rejects.toMatchObject({
          ...{ code: "storage-unavailable", message: expect.stringContaining("EIO: the disk fails") },
        });
    }
  });

  test("whose zip has tricks in its names is refused", async () => {
    const tar = await tarOf(composeFiles());
    const named = async (name: string) => {
      const bytes = await zipOf({ "0123456789.tar": tar });
      for (let at = bytes.indexOf("0123456789.tar"); at >= 0; at = bytes.indexOf("0123456789.tar", at + 1))
        bytes.write(name.padEnd(14, "x"), at);
      return bytes;
    };
    expect(await refusal(named("../../etc/x.ta"))).toMatch(
      /^artifact-unfit: .*its zip cannot be read: invalid relative path/,
    );
    expect(await refusal(named("/etc/cron.d/x."))).toMatch(
      /^artifact-unfit: .*its zip cannot be read: absolute path/,
    );
    expect(await refusal(named("C:\\windows.tar"))).toMatch(/^artifact-unfit: .*its zip cannot be read/);
  });

  test("that unpacks to too much is refused before anything is unpacked", async () => {
    const zeros = await zipOf({ "compose.tar": Buffer.alloc(70_000_000) }, { compress: true });
    expect(await refusal(zeros)).toMatch(
      /^artifact-unfit: .*unpacks to 70.0 MB from .* which no compose does/,
    );
    const limits = { mostUnpacked: 1000, mostRatio: 100 };
    await expect(read(await composeArtifact(), undefined, limits)).rejects.toMatchObject({
      code: "artifact-unfit",
      message: expect.stringMatching(/allowed: 1.0 kB/),
    });
  });

  test("whose zip lies about the length of its archive is refused", async () => {
    const bytes = await zipOf({ "compose.tar": await tarOf(composeFiles()) }, { compress: true });
    // The length in the central directory.
    const at = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24;
    bytes.writeUInt32LE(bytes.readUInt32LE(at) - 512, at);
    expect(await refusal(bytes)).toMatch(/^artifact-unfit: .*its zip cannot be read/);
  });

  test("with unsafe names in its archive is refused", async () => {
    const files = composeFiles();
    expect(await refusal(packed(files, [{ path: `${composeId}/compose/../../x` }]))).toMatch(
      /^artifact-unfit: .*unsafe name/,
    );
    expect(await refusal(packed(files, [{ path: "/etc/passwd" }]))).toMatch(/^artifact-unfit: .*unsafe name/);
    expect(await refusal(packed(files, [{ path: "../x" }]))).toMatch(/^artifact-unfit: .*unsafe name/);
    const link = {
      path: `${composeId}/compose/a/amd64/lock2.json`,
      type: "symlink",
      linkPath: "/etc/shadow",
    };
    expect(await refusal(packed(files, [link as never]))).toMatch(
      /^artifact-unfit: .*is not a file but a symlink/,
    );
  });

  test("with names that fill the memory, or packages of a leg that it has not, is refused", async () => {
    const path = `${composeId}/compose/${"x/".repeat(3000)}x`;
    expect(await refusal(packed(composeFiles(), [{ path }]))).toMatch(
      /^artifact-unfit: .*a name of 60\d\d characters/,
    );
    const change = (files: Map<string, Buffer>) => {
      const record = JSON.parse(files.get("metadata/packages.json")?.toString() ?? "");
      record.variants.a["amd64\n## Notes"] = [];
      files.set("metadata/packages.json", Buffer.from(JSON.stringify(record)));
    };
    expect(await refusal(composeArtifact({ change }))).toMatch(
      /^artifact-unfit: .*packages of "a\/amd64\\n## Notes", which is not a leg/,
    );
  });

  test("with a file twice, or one more than its list has, is refused", async () => {
    const files = composeFiles();
    const path = `${composeId}/compose/a/amd64/lock.json`;
    expect(await refusal(packed(files, [{ path, bytes: Buffer.from("evil") }]))).toMatch(
      /^artifact-unfit: .*lock.json is in it twice/,
    );
    const blob = { path: `${composeId}/compose/a/amd64/oci/blobs/sha256/evil`, bytes: Buffer.from("evil") };
    expect(await refusal(packed(files, [blob]))).toMatch(
      /^artifact-unfit: .*which its SHA256SUMS does not list/,
    );
  });

  test("that lacks files, or the end of its archive, is refused", async () => {
    const lock = "compose/a/amd64/lock.json";
    expect(await refusal(composeArtifact({ damage: (files) => files.delete(lock) }))).toMatch(
      /^artifact-unfit: .*lock.json is missing/,
    );
    for (const path of ["compose/SHA256SUMS", "compose/metadata/compose.json"])
      expect(await refusal(composeArtifact({ damage: (files) => files.delete(path) }))).toMatch(
        /^artifact-unfit: .*missing|has no compose/,
      );
    const tar = await tarOf(composeFiles());
    expect(await refusal(zipOf({ "compose.tar": tar.subarray(0, tar.length - 5000) }))).toMatch(
      /^artifact-unfit: .*truncated/,
    );
  });

  test("whose bytes differ from what its compose recorded is refused", async () => {
    const damage = (files: Map<string, Buffer>) =>
      void files.set("compose/a/amd64/lock.json", Buffer.from("other"));
    expect(await refusal(composeArtifact({ damage }))).toMatch(/^verification-differs: .*has not the digest/);
  });

  test("whose records are not records is refused", async () => {
    const change = (files: Map<string, Buffer>) => void files.set("metadata/compose.json", Buffer.from("{"));
    expect(await refusal(composeArtifact({ change }))).toMatch(/^artifact-unfit: .*metadata\/compose.json/);
  });

  test("of another compose, or of another leg, is refused", async () => {
    expect(await refusal(composeArtifact({ composeId: "os-13-20261130.1" }))).toMatch(
      /^artifact-unfit: .*instead of os-13-20261130.0/,
    );
    await expect(read(await composeArtifact(), "b/amd64")).rejects.toMatchObject({
      message: "cannot use the artifact: it has a/amd64 instead of b/amd64: it is of another task",
    });
  });
});
