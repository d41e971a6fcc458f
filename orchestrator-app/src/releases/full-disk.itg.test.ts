import { run } from "@debootc/tools/run";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { composeArtifact } from "../gather/compose-artifact.fixture.ts";
import { pumpArtifacts } from "../gather/pump-artifacts.ts";
import { diskStorage } from "../storage/disk-storage.ts";
import { chunksOf } from "../storage/storage-contract.fixture.ts";
import { pumpReleases } from "./pump-releases.ts";
import { releaseScene } from "./release-scene.fixture.ts";

test("a full disk delays a release, damages nothing that is stored, and is all that is needed once it has room", async () => {
  await using scene = await releaseScene();
  const disk = join(scene.directory, "small");
  await mkdir(disk);
  await run({ tool: "mount", args: ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk] });
  try {
    const storage = diskStorage({ directory: disk, randomWord: randomUUID });
    const first = randomBytes(300_000);
    const { digest } = await storage.put(chunksOf(first), { most: 1_000_000 });
    await scene.composed({ content: await composeArtifact({ blob: randomBytes(3_000_000) }) });
    const fetching = { ...scene.fetching, storage };
    const rounds = async () => {
      for (let round = 0; round < 10; round++) {
        await pumpArtifacts(fetching);
        while ((await pumpReleases({ ...scene.releasing, storage })) > 0);
        await scene.github.advance(60_000);
      }
    };

    await rounds();
    const [artifact] = await scene.database.queries.selectFrom("artifact").selectAll().execute();
    expect(artifact).toMatchObject({ state: "wanted", attempts: expect.any(Number), failure: null });
    expect(artifact?.attempts).toBeGreaterThan(1);
    expect(scene.shown()).toEqual([]);
    expect(await readdir(join(disk, "incoming"))).toEqual([]);
    expect(await storage.stat(digest)).toEqual({ digest, size: first.length });

    await run({ tool: "mount", args: ["-o", "remount,size=32m", disk] });
    await rounds();
    expect(scene.shown()).toMatchObject([{ tag: "v1", draft: false }]);
  } finally {
    await run({ tool: "umount", args: [disk] });
  }
}, 300_000);
