import { freeBytes } from "@debootc/tools/files/disk-use";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { digestOf, digestOfBytes } from "@debootc/core/record/digest";
import { lockedPackage, openComposeScene, recordsUpToRoot } from "../compose-scene.fixture.ts";
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

test("where fetching is left out, packages that are not all in the store, and sound, are refused", async () => {
  await using scene = await openComposeScene();
  const { lock, plan } = await recordsUpToRoot(scene);
  const bytes = "the package";
  const deb = {
    ...lockedPackage("hello", scene.setting.architecture),
    sha256: digestOfBytes(bytes),
    size: bytes.length,
  };
  const records = { lock: { ...lock, section: { ...lock.section, packages: [deb] } }, plan };
  const taking = { sources: nobody, onlyTakes: true };
  const refused = {
    code: "usage",
    message: "the result of packages is not in the cache, and the phase gather is left out",
  };

  await expect(scene.run(packagesNode, records, taking)).rejects.toMatchObject(refused);
  const stored = storedDeb(scene.setting.debsDirectory, deb.sha256);
  await mkdir(dirname(stored), { recursive: true });
  await writeFile(stored, "THE PACKAGE");
  await expect(scene.run(packagesNode, records, taking)).rejects.toMatchObject(refused);
  await writeFile(stored, bytes);
  expect(await scene.run(packagesNode, records, taking)).toMatchObject({ reused: true });
});

test("a package that nobody has is named", async () => {
  await using scene = await openComposeScene();
  const { lock, plan } = await recordsUpToRoot(scene);
  const sources = async () => ({ sources: [], proxy: {} });

  await expect(scene.run(packagesNode, { lock, plan }, { sources })).rejects.toThrow(/hello/);
});

test("packages for which there is no room are refused before anybody is asked for them", async () => {
  await using scene = await openComposeScene();
  const { lock, plan } = await recordsUpToRoot(scene);
  const deb = { ...lockedPackage("hello", scene.setting.architecture), size: 2 ** 52 };
  const records = { lock: { ...lock, section: { ...lock.section, packages: [deb] } }, plan };

  await expect(scene.run(packagesNode, records, { sources: nobody })).rejects.toMatchObject({
    code: "results-unwritable",
    message: expect.stringMatching(
      /^4503\.6 TB of packages are to be fetched, but .* are free for the cache/,
    ),
  });
});

test("the room of a cache that nothing was written to yet is that of the directory which it will be in", async () => {
  await using scene = await openComposeScene();
  const { lock, plan } = await recordsUpToRoot(scene);
  const request = { ...scene.setting.request, cacheDir: join(scene.setting.outputDir, "not/yet/there") };

  await expect(scene.run(packagesNode, { lock, plan }, { sources: nobody, request })).rejects.toThrow(
    "nobody",
  );
});

test("a disk on which the packages find room but perhaps not all that is made of them is reported", async () => {
  await using scene = await openComposeScene();
  const { lock, plan } = await recordsUpToRoot(scene);
  const size = Math.floor((await freeBytes(scene.setting.outputDir)) / 2);
  const deb = { ...lockedPackage("hello", scene.setting.architecture), size };
  const records = { lock: { ...lock, section: { ...lock.section, packages: [deb] } }, plan };

  await expect(scene.run(packagesNode, records, { sources: nobody })).rejects.toThrow("nobody");
  expect(scene.reports).toMatchObject([
    { diagnostic: { severity: "warning", code: "disk-small", message: expect.stringContaining("up to") } },
  ]);
});
