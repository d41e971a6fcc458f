import { namesIn } from "@debootc/tools/files/paths";
import { type ComposePlan, composePlan } from "@debootc/core/plan/compose-plan";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

export interface PreviousCompose {
  readonly id: string;
  readonly plan: ComposePlan;
}

interface Kind {
  readonly ref: string;
  readonly variant: string;
  readonly architecture: string;
  /** ID of a compose that does not count. */
  readonly except?: string;
}

/** Finds the newest finished compose of a kind in the output directory. */
export async function previousCompose(
  outputDir: string,
  { ref, variant, architecture, except }: Kind,
): Promise<PreviousCompose | undefined> {
  for (const id of await finishedComposes(outputDir)) {
    if (id === except) continue;
    const plan = await readPlan(join(outputDir, id, "compose", variant, architecture, "plan.json"));
    if (plan?.ref === ref) return { id, plan };
  }
  return undefined;
}

/** Returns the IDs of finished composes, the newest first. */
async function finishedComposes(outputDir: string): Promise<string[]> {
  const found: { readonly id: string; readonly finished: number }[] = [];
  for (const id of await namesIn(outputDir)) {
    if (id === "latest") continue;
    const file = join(outputDir, id, "STATUS");
    const status = await readFile(file, "utf8").catch(() => undefined);
    if (status?.startsWith("FINISHED")) found.push({ id, finished: (await stat(file)).mtimeMs });
  }
  return found.sort((a, b) => b.finished - a.finished).map(({ id }) => id);
}

/** Returns undefined for a plan that this debootc cannot read: it may be of another version, and nothing needs it. */
async function readPlan(file: string): Promise<ComposePlan | undefined> {
  try {
    return composePlan.parse(await readFile(file, "utf8"), file);
  } catch {
    return undefined;
  }
}
