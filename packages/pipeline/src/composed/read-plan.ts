import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { type ComposePlan, composePlan } from "@debootc/core/plan/compose-plan";

/** The plan of a finished compose, which stands beside its repository. */
export async function readPlan({ commit }: Pick<ComposeResult, "commit">): Promise<ComposePlan> {
  const file = join(dirname(commit.repo), "plan.json");
  return composePlan.parse(await readFile(file, "utf8"), file);
}
