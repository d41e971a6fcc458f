import { rootRecord } from "@debootc/core/compose/root-record";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cachedRecord } from "../../cache/cached-record.ts";
import { openComposeScene, recordsUpToRoot } from "../compose-scene.fixture.ts";
import { rootKey } from "../run/step-keys.ts";
import { rootNode } from "./root-node.ts";

test("the root of an equal plan comes from the cache, with its listing and its warnings", async () => {
  await using scene = await openComposeScene();
  const { lock, packages, plan, root } = await recordsUpToRoot(scene);
  const warning = { severity: "warning", code: "x", message: "of the root" } as const;
  const { lease } = await cachedRecord({
    cache: scene.setting.cache,
    kind: "root",
    key: rootKey(scene.setting, plan.root),
    format: rootRecord,
    outputDigest: ({ digest }) => digest,
    make: async (directory) => {
      await cp(root.path, join(directory, "root"), { recursive: true });
      await cp(root.listing, join(directory, "tree.jsonl"));
      return { ...root.record, warnings: [warning] };
    },
  });
  await lease[Symbol.asyncDispose]();

  const { output, reused } = await scene.run(rootNode, { lock, packages, plan });

  expect(reused).toBe(true);
  expect(output.record.digest).toBe(root.record.digest);
  expect(output.path).toBe(join(lease.path, "root"));
  expect(output.listing).toBe(join(lease.path, "tree.jsonl"));
  expect(scene.reports).toContainEqual({ type: "diagnostic", diagnostic: warning });
});

test("another plan, or other code, is another root", async () => {
  await using scene = await openComposeScene();
  const { plan } = await recordsUpToRoot(scene);
  const { code } = scene.setting;
  const key = rootKey(scene.setting, plan.root);

  expect(rootKey(scene.setting, { ...plan.root, timestamp: 1 })).not.toBe(key);
  expect(rootKey({ code: { ...code, root: code.commit } }, plan.root)).not.toBe(key);
  expect(rootKey({ code: { ...code, commit: code.root } }, plan.root)).toBe(key);
});
