import { rootRecord } from "@debootc/core/compose/root-record";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Lease } from "../../cache/cache.ts";
import { type ComposeScene, openComposeScene, recordsUpToRoot } from "../compose-scene.fixture.ts";
import { proveAhead, provePrevious } from "./prove-ahead.ts";
import { commitKey, rootKey } from "./step-keys.ts";

/** Puts an entry into the cache, of nothing but its record. */
async function put(scene: ComposeScene, kind: string, key: Digest, record: string): Promise<string> {
  await using lease = await scene.setting.cache.put(kind, key, async (directory) => {
    await writeFile(join(directory, "record.json"), record);
    return digestOf(record);
  });
  return lease.path;
}

/** Returns what proving ahead holds. */
async function heldAhead(scene: ComposeScene, plan: Parameters<typeof proveAhead>[1]): Promise<Lease[]> {
  const leases: Lease[] = [];
  await proveAhead({ ...scene.setting, hold: (lease) => leases.push(lease) }, plan);
  return leases;
}

test("a root that is in the cache is proven with its commit, and both are held", async () => {
  await using scene = await openComposeScene();
  const { plan, root } = await recordsUpToRoot(scene);
  const below = await put(
    scene,
    "root",
    rootKey(scene.setting, plan.root),
    rootRecord.serialize(root.record),
  );
  const key = commitKey(scene.setting, plan, root.record.digest);
  const path = await put(scene, "commit", key, "{}");

  const leases = await heldAhead(scene, plan);

  expect(leases.map((lease) => lease.path).sort()).toEqual([below, path].sort());
  for (const lease of leases) await lease[Symbol.asyncDispose]();
});

test.each([["{"], ["{}"], [""]])(
  "a damaged record of a root, %o, is no guess and no failure",
  async (text) => {
    await using scene = await openComposeScene();
    const { plan, root } = await recordsUpToRoot(scene);
    const key = rootKey(scene.setting, plan.root);
    const path = await put(scene, "root", key, rootRecord.serialize(root.record));
    await writeFile(join(path, "record.json"), text);

    expect(await heldAhead(scene, plan)).toEqual([]);
  },
);

test("damage to a commit is found ahead, and the entry is gone", async () => {
  await using scene = await openComposeScene();
  const { plan, root } = await recordsUpToRoot(scene);
  await put(scene, "root", rootKey(scene.setting, plan.root), rootRecord.serialize(root.record));
  const key = commitKey(scene.setting, plan, root.record.digest);
  const path = await put(scene, "commit", key, "{}");
  await writeFile(join(path, "record.json"), "{ }");

  const leases = await heldAhead(scene, plan);

  expect(leases).toHaveLength(1);
  for (const lease of leases) await lease[Symbol.asyncDispose]();
  expect(await scene.setting.cache.peek("commit", key)).toBeUndefined();
});

test.each([
  ["what the compose before had is proven while apt is asked", "", true],
  ["nothing is proven for a treefile that gives something else now", "documentation: false\n", false],
])("%s", async (_rule, change, isProven) => {
  await using scene = await openComposeScene();
  const { plan, root } = await recordsUpToRoot(scene);
  const key = rootKey(scene.setting, plan.root);
  const path = await put(scene, "root", key, rootRecord.serialize(root.record));
  await writeFile(join(path, "record.json"), `${rootRecord.serialize(root.record)} `);
  await using changed = await openComposeScene(change);

  const { treefile } = changed.setting;
  await using proofs = provePrevious({ ...scene.setting, treefile, previous: { id: "before", plan } });
  await proofs[Symbol.asyncDispose]();

  // It is damaged, so a proof is seen by what it removes.
  expect((await scene.setting.cache.peek("root", key)) === undefined).toBe(isProven);
});
