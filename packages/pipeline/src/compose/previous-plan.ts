import { type ComposePlan, composePlan } from "@debootc/core/plan/compose-plan";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ComposeSetting } from "./compose-setting.ts";

/** The plan of the newest finished compose of the same ref, variant and architecture in the output directory. */
export async function previousPlan(setting: ComposeSetting): Promise<ComposePlan | undefined> {
  const { outputDir, variant, treefile, directory } = setting;
  const found: { readonly plan: ComposePlan; readonly finished: number }[] = [];
  for (const name of await readdir(outputDir)) {
    const path = join(outputDir, name);
    if (path === directory.path || name === "latest") continue;
    const status = await readFile(join(path, "STATUS"), "utf8").catch(() => undefined);
    if (status?.trim() !== "FINISHED") continue;
    const file = join(path, "compose", variant, treefile.architecture, "plan.json");
    const plan = await readPlan(file);
    if (plan === undefined) continue;
    if (plan.ref === treefile.ref) found.push({ plan, finished: (await stat(join(path, "STATUS"))).mtimeMs });
  }
  return found.sort((a, b) => b.finished - a.finished)[0]?.plan;
}

/** A plan that this debootc cannot read counts for nothing: whose it is, and why, is not this compose's business. */
async function readPlan(file: string): Promise<ComposePlan | undefined> {
  try {
    return composePlan.parse(await readFile(file, "utf8"), file);
  } catch {
    return undefined;
  }
}
