import { type ComposePlan, composePlan } from "@debootc/core/plan/compose-plan";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "@debootc/tools/errno";

export interface PreviousCompose {
  readonly id: string;
  readonly plan: ComposePlan;
}

interface Kind {
  readonly ref: string;
  readonly variant: string;
  readonly architecture: string;
}

/** The newest finished compose of a kind in the output directory. */
export async function previousCompose(
  outputDir: string,
  { ref, variant, architecture }: Kind,
): Promise<PreviousCompose | undefined> {
  for (const id of await finishedComposes(outputDir)) {
    const plan = await readPlan(join(outputDir, id, "compose", variant, architecture, "plan.json"));
    if (plan?.ref === ref) return { id, plan };
  }
  return undefined;
}

/** None before the first compose makes the directory; what is in its way is told by that. */
async function namesIn(outputDir: string): Promise<string[]> {
  try {
    return await readdir(outputDir);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}

/** The newest first. */
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

/** A plan that this debootc cannot read counts for nothing: whose it is, and why, is not this compose's business. */
async function readPlan(file: string): Promise<ComposePlan | undefined> {
  try {
    return composePlan.parse(await readFile(file, "utf8"), file);
  } catch {
    return undefined;
  }
}
