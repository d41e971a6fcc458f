import { rootRecord } from "@debootc/core/compose/root-record";
import { layersRecord } from "@debootc/core/layers/layers-record";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import { givesPlan } from "@debootc/core/plan/root-plan";
import type { Digest } from "@debootc/core/record/digest";
import type { Lease } from "../../cache/cache.ts";
import { guessRecord } from "../../cache/cached-record.ts";
import type { LegSetting } from "./compose-setting.ts";
import { commitKey, imageKey, layersKey, rootKey } from "./step-keys.ts";

type Setting = Pick<LegSetting, "cache" | "code" | "hold">;

/**
 * Proves a root that is in the cache and what was made of it at the same time, for each takes a processor half a second.
 * The records that lead there are guesses, not proven themselves: a wrong one finds nothing, and each step asks the
 * cache for what it needs, with a key from a record that is.
 */
export async function proveAhead(setting: Setting, plan: ComposePlan): Promise<void> {
  const { cache } = setting;
  const key = rootKey(setting, plan.root);
  const root = await guessRecord({ cache, kind: "root", key, format: rootRecord });
  if (root === undefined) return;
  await Promise.all([
    prove(setting, "root", key),
    prove(setting, "commit", commitKey(setting, plan, root.digest)),
    proveImage(setting, plan, root.digest),
  ]);
}

/**
 * Begins a compose with the proofs that it will want if nothing has changed since the one before: it asks apt first what
 * there is, and a processor is free meanwhile. Holds what was proven; what fails here fails again where it is needed.
 */
export function provePrevious({
  treefile,
  previous,
  ...setting
}: Omit<Setting, "hold"> & Pick<LegSetting, "treefile" | "previous">): AsyncDisposable {
  const leases = new AsyncDisposableStack();
  const hold = (lease: Lease) => void leases.use(lease);
  const proofs =
    previous !== undefined && givesPlan(treefile, previous.plan.root)
      ? proveAhead({ ...setting, hold }, previous.plan).catch(() => {})
      : Promise.resolve();
  return {
    [Symbol.asyncDispose]: async () => {
      await proofs;
      await leases.disposeAsync();
    },
  };
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
