import { rootRecord } from "@debootc/core/compose/root-record";
import { layersRecord } from "@debootc/core/layers/layers-record";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import type { Digest } from "@debootc/core/record/digest";
import type { ComposeSetting } from "./compose-setting.ts";
import { guessRecord } from "../../cache/cached-record.ts";
import { commitKey, imageKey, layersKey, rootKey } from "./step-keys.ts";

type Setting = Pick<ComposeSetting, "cache" | "code" | "hold">;

/**
 * Proves what the cache has made of a root while the root itself is proven, for both take a processor half a second. The
 * records that lead there are guesses, not proven themselves: a wrong one finds nothing, and each step asks the cache
 * for what it needs, with a key from a record that is.
 */
export async function proveAhead(setting: Setting, plan: ComposePlan): Promise<void> {
  const { cache } = setting;
  const root = await guessRecord({
    cache,
    kind: "root",
    key: rootKey(setting, plan.root),
    format: rootRecord,
  });
  if (root === undefined) return;
  await Promise.all([
    prove(setting, "commit", commitKey(setting, plan, root.digest)),
    proveImage(setting, plan, root.digest),
  ]);
}

async function proveImage(setting: Setting, plan: ComposePlan, tree: Digest): Promise<void> {
  const { cache } = setting;
  const key = layersKey(setting, plan, tree);
  const layers = await guessRecord({ cache, kind: "layers", key, format: layersRecord });
  if (layers !== undefined) await prove(setting, "image", imageKey(setting, plan, tree, layers));
}

async function prove({ cache, hold }: Setting, kind: string, key: Digest): Promise<void> {
  const lease = await cache.get(kind, key);
  if (lease !== undefined) hold(lease);
}
