import { builtSourceId } from "@debootc/core/debian/own-source";
import { digestOf } from "@debootc/core/record/digest";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockedPackage, openComposeScene } from "../compose-scene.fixture.ts";
import { lockNode } from "./lock-node.ts";

const ids = { users: [], groups: [{ name: "scene", gid: 998 }] };

test("a lock is taken as it is and kept beside the results; its ids are no part of its digest", async () => {
  await using scene = await openComposeScene();
  const lock = { ...scene.section, ids };

  const { output, reused } = await scene.run(lockNode, {}, { lock });

  expect(reused).toBe(true);
  expect(output).toEqual({
    section: lock,
    digest: digestOf(scene.section),
    file: join(scene.setting.base, "lock.json"),
  });
  const kept = JSON.parse(await readFile(output.file, "utf8"));
  expect(kept.architectures[scene.setting.treefile.architecture]).toMatchObject({ ids });
});

test("a lock of built packages that are other packages now is stale", async () => {
  await using scene = await openComposeScene();
  const built = { ...lockedPackage("built", "all"), sourceId: builtSourceId };
  const lock = { ...scene.section, packages: [built] };

  await expect(scene.run(lockNode, {}, { lock })).rejects.toMatchObject({ code: "lock-stale" });
});
