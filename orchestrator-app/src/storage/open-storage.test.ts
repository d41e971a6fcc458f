import { mkdir, mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStorage } from "./open-storage.ts";

const place = { dataDir: "/nonexistent", storageRegion: "eu-1" };
const world = { randomWord: () => "w", credentials: undefined };

test("results stay, unless they are only for releases", async () => {
  expect((await openStorage({ ...place, storage: "disk" }, world)).keeps).toBe(true);
  expect((await openStorage({ ...place, storage: "releases" }, world)).keeps).toBe(false);
});

test("a bucket wants credentials, of which no message has a word", async () => {
  const storage = "s3://results/hub";
  for (const credentials of [undefined, "", "hunter2", "id:hunter2 more"]) {
    await expect(openStorage({ ...place, storage }, { ...world, credentials })).rejects.toMatchObject({
      ...{ code: "hub-settings-invalid", message: expect.not.stringContaining("hunter2") },
    });
  }
  await expect(
    openStorage({ ...place, storage }, { ...world, credentials: "id:hunter2" }),
  ).resolves.toMatchObject({
    keeps: true,
  });
});

test("credentials of a file win, and a file that is not there is named", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-open-"));
  const file = join(work.path, "credentials");
  const settings = { ...place, storage: "s3://results", storageCredentialsFile: file };
  await expect(openStorage(settings, { ...world, credentials: "id:other" })).rejects.toThrow(
    /cannot read .*ENOENT/,
  );
  await writeFile(file, "id:secret\n");
  await expect(openStorage(settings, world)).resolves.toBeDefined();
});

test("what killed hubs left is swept wherever results are kept", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-open-"));
  const at = { ...place, dataDir: work.path };
  for (const [storage, directory] of [
    ["disk", "storage/incoming"],
    ["s3://results", "work/spool"],
  ] as const) {
    await mkdir(join(work.path, directory), { recursive: true });
    await writeFile(join(work.path, directory, "left"), "half");
    const { sweep } = await openStorage({ ...at, storage }, { ...world, credentials: "id:secret" });
    await sweep(new Date(Date.now() - 3_600_000));
    expect(await readdir(join(work.path, directory))).toEqual(["left"]);
    await sweep(new Date(Date.now() + 3_600_000));
    expect(await readdir(join(work.path, directory))).toEqual([]);
  }
});
