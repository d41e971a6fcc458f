import type { RootPlan } from "@debootc/core/plan/compose-plan";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import type { ComposeSetting } from "./compose-setting.ts";

/** Names a root in the cache: its plan, and the code that carries it out. */
export function rootKey({ code }: Pick<ComposeSetting, "code">, plan: RootPlan): Digest {
  return digestOf({ node: "root", code, plan });
}
