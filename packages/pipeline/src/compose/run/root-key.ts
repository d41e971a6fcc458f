import type { StoredRootPlan } from "@debootc/core/plan/root-plan";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import type { ComposeSetting } from "./compose-setting.ts";

/** Returns the key of a root in the cache: its plan, and the code that carries it out. */
export function rootKey({ code }: Pick<ComposeSetting, "code">, plan: StoredRootPlan): Digest {
  return digestOf({ node: "root", code: code.root, plan });
}
