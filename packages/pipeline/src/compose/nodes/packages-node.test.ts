import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { digestOf } from "@debootc/core/record/digest";
import { openComposeScene, recordsUpToRoot } from "../compose-scene.fixture.ts";
import { storedDeb } from "../../gather/deb-store.ts";
import { rootKey } from "../run/step-keys.ts";
import { packagesNode } from "./packages-node.ts";

const nobody = async () => {
  throw new Error("nobody needs to know where packages come from");
};

test("nothing is fetched, or even asked for, when the root of the plan is in the cache", async () => {
  await using scene = await openComposeScene();
  const { lock, plan } = await recordsUpToRoot(scene);
  const key = rootKey(scene.setting, plan.root);
  await using _root = await scene.setting.cache.put("root", key, async (directory) => {
    await writeFile(join(directory, "record.json"), "{}");
    return digestOf("root");
  });

  const { output, reused } = await scene.run(packagesNode, { lock, plan }, { sources: nobody });

  expect([output, reused]).toEqual([{ downloadedBytes: 0 }, true]);
});

test("packages that are in the store are not fetched again", async () => {
  await using scene = await openComposeScene();
  const { lock, plan } = await recordsUpToRoot(scene);
  const section = { ...lock.section, packages: [] };
  await mkdir(scene.setting.debsDirectory, { recursive: true });
  const sources = async () => ({ sources: [], proxy: {} });

  const { output, reused } = await scene.run(packagesNode, { lock: { ...lock, section }, plan }, { sources });

  expect([output, reused]).toEqual([{ downloadedBytes: 0 }, true]);
});

test("a package that nobody has fetched is refused where fetching is left out", async () => {
  await using scene = await openComposeScene();
  const { lock, plan } = await recordsUpToRoot(scene);
  const taking = { sources: nobody, onlyTakes: true };

  await expect(scene.run(packagesNode, { lock, plan }, taking)).rejects.toMatchObject({
    code: "usage",
    message: "the result of packages is not in the cache, and the phase gather is left out",
  });

  const [deb] = lock.section.packages;
  const stored = storedDeb(scene.setting.debsDirectory, (deb as LockedPackage).sha256);
  await mkdir(dirname(stored), { recursive: true });
  await writeFile(stored, "");
  expect(await scene.run(packagesNode, { lock, plan }, taking)).toMatchObject({ reused: true });
});

test("a package that nobody has is named", async () => {
  await using scene = await openComposeScene();
  const { lock, plan } = await recordsUpToRoot(scene);
  const sources = async () => ({ sources: [], proxy: {} });

  await expect(scene.run(packagesNode, { lock, plan }, { sources })).rejects.toThrow(/hello/);
});
